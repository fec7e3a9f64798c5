import { z } from 'zod'
import { zalo } from '../../../../adapters/zalo/index.ts'
import { zaloSandbox } from '../../../../adapters/zalo/sandbox.ts'
import { pace } from '../plan.ts'
import { accessLife, type Copy, garbled, hang, renewBefore, type Side, slow, tokens } from '../side.ts'

const ledger = z.array(
  z.object({ account: z.string(), id: z.string(), title: z.string(), visible: z.boolean(), removed: z.boolean() }),
)
const calls = z.array(z.object({ at: z.string(), account: z.string().nullable(), kind: z.string() }))

export const zaloSide: Side = {
  id: 'zalo',
  network: zalo,
  // An article may be a minute in the making here, when its token is lost too.
  pace: { ...pace, listDelay: 150_000, renewBefore },
  open: ({ now, seed }) => zaloSandbox({ now, seed, settings: { accessLifeMs: accessLife, articlesPerMonth: 10_000 } }),
  ways: [
    { fault: 'F9', lever: { what: 'slow', on: 'publish', ms: 60_000, chance: 0.1 } },
    { fault: 'F9', lever: { what: 'deadPictures', on: 'publish', chance: 0.05 } },
    { fault: 'F1', lever: { what: 'html', on: 'publish', commit: true, status: 500, chance: 0.04 } },
    { fault: 'F2', lever: { what: 'lose', on: 'publish', commit: true, chance: 0.06 } },
    { fault: 'F2', lever: { what: 'lose', on: 'publish', commit: false, chance: 0.04 } },
    { fault: 'F3', lever: { what: 'hang', on: 'publish', commit: true, ms: hang, chance: 0.03 } },
    {
      fault: 'F12',
      lever: { what: 'refuse', on: 'publish', error: -32, message: 'Exceed rate limit of your OA', chance: 0.02 },
    },
    { fault: 'F10', lever: { what: 'refuse', on: 'publish', error: -200, message: 'Internal error', chance: 0.03 } },
    {
      fault: 'F10',
      lever: { what: 'refuse', on: 'publish', error: -216, message: 'Access token is invalid', chance: 0.02 },
    },
    {
      fault: 'F10',
      lever: { what: 'refuse', on: 'verify', error: -216, message: 'Access token is invalid', chance: 0.01 },
    },
    ...garbled('publish', 0.015, 'noNumber'),
    { fault: 'F8', lever: { what: 'lose', on: 'verify', chance: 0.06 } },
    { fault: 'F8', lever: { what: 'hang', on: 'verify', commit: true, ms: hang, chance: 0.02 } },
    { fault: 'F14', lever: { what: 'html', on: 'verify', status: 502, chance: 0.04 } },
    { fault: 'F14', lever: { what: 'garbage', on: 'verify', form: 'truncated', chance: 0.03 } },
    { fault: 'F2', lever: { what: 'lose', on: 'read', chance: 0.04 } },
    { fault: 'F14', lever: { what: 'html', on: 'read', status: 200, chance: 0.03 } },
    { fault: 'F2', lever: { what: 'lose', on: 'upload', commit: true, chance: 0.05 } },
    { fault: 'F2', lever: { what: 'lose', on: 'upload', commit: false, chance: 0.05 } },
    { fault: 'F14', lever: { what: 'html', on: 'upload', commit: true, status: 502, chance: 0.04 } },
    { fault: 'F9', lever: { what: 'slow', on: 'upload', ms: 40_000, chance: 0.1 } },
    { fault: 'F9', lever: { what: 'spoilt', end: 'failed', chance: 0.06 } },
    { fault: 'F8', lever: { what: 'lose', on: 'video', chance: 0.06 } },
    { fault: 'F14', lever: { what: 'html', on: 'video', status: 502, chance: 0.04 } },
    ...tokens,
    slow('publish', 400),
    slow('verify', 200),
    slow('video', 200),
  ],
  acts: [
    {
      fault: 'F16',
      name: 'the grant is taken back',
      often: 2,
      do: (control, oa) => control(`tokens/${oa}`, undefined, 'DELETE'),
    },
  ],
  app: async control => z.object({ id: z.string(), secret: z.string() }).parse(await control('apps', {})),
  account: async (control, _, n) =>
    z.object({ id: z.string() }).parse(await control('accounts', { name: `OA ${n}` })).id,
  async grant(control, { id: app }, account, life = accessLife) {
    await control('settings', { accessLifeMs: life }, 'PATCH')
    const pair = pairShape.parse(await control('tokens', { app, account }))
    await control('settings', { accessLifeMs: accessLife }, 'PATCH')
    const now = Date.parse(clockShape.parse(await control('clock')).now)
    return { cred: { ...pair, expiresAt: now + life }, expiresAt: now + life }
  },
  settings: () => ({ author: 'Ban biên tập' }),
  async content(random, text, { pictures, film }) {
    if (random() < 0.35) {
      const words = { title: text, description: `Tóm tắt: ${text}`, text: '' }
      const video = await film()
      return { content: { form: 'video', ...words, pictures: pictures.slice(0, 1), video }, options: {} }
    }
    const shown = random() < 0.6 ? pictures.slice(0, 1) : pictures.slice(0, 2)
    return {
      content: {
        form: 'article',
        title: text,
        description: `Tóm tắt: ${text}`,
        author: 'Ban biên tập',
        text: 'Nguồn: Cổng thông tin điện tử',
        blocks: [
          { is: 'paragraph', text: 'Sáng nay, xã họp dân.' },
          ...shown.slice(1).map(() => ({ is: 'figure' as const, picture: 1 })),
        ],
        pictures: shown,
      },
      options: {},
    }
  },
  markOf: content => content.title ?? '',
  copies: async control =>
    ledger.parse(await control('ledger')).map(
      ({ account, id, title, visible, removed }): Copy => ({
        account,
        mark: title,
        ids: [id],
        url: `https://officialaccount.me/d?id=${id}&pageId=${account}`,
        is: removed ? 'removed' : visible ? 'visible' : 'hidden',
      }),
    ),
  calls: async control =>
    calls.parse(await control('calls')).map(call => ({ ...call, sends: call.kind === 'publish', stopped: false })),
  mends: ['zalo.media_failed', 'zalo.video_failed'],
  asks: [],
}

const pairShape = z.object({ access: z.string(), refresh: z.string() })
const clockShape = z.object({ now: z.string() })
