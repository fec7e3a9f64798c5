import { z } from 'zod'
import { youtube } from '../../../../adapters/youtube/index.ts'
import { youtubeSandbox } from '../../../../adapters/youtube/sandbox.ts'
import { listsLateBy, pace } from '../plan.ts'
import { accessLife, type Copy, garbled, hang, pick, renewBefore, type Side, slow, tokens } from '../side.ts'

const ledger = z.array(
  z.object({ channel: z.string(), id: z.string(), title: z.string(), visible: z.boolean(), removed: z.boolean() }),
)
const calls = z.array(
  z.object({ at: z.string(), channel: z.string().nullable(), kind: z.string(), reason: z.string().nullable() }),
)
const plenty = 1_000_000
const whole = 10_000_000

export const youtubeSide: Side = {
  id: 'youtube',
  network: youtube,
  pace: { ...pace, listDelay: 80_000, renewBefore },
  open: ({ now, seed }) =>
    youtubeSandbox({
      now,
      seed,
      settings: {
        quotas: { default: plenty, 'videos.insert': plenty, 'search.list': plenty, 'videos.batchGetStats': plenty },
        processingFromMs: 4_000,
        processingToMs: 20_000,
        listDelayMs: listsLateBy,
        accessLifeMs: accessLife,
        keepBytes: 0,
      },
    }),
  ways: [
    { fault: 'F8', lever: { what: 'lose', on: 'start', commit: true, chance: 0.05 } },
    { fault: 'F8', lever: { what: 'lose', on: 'start', commit: false, chance: 0.03 } },
    { fault: 'F14', lever: { what: 'html', on: 'start', status: 502, chance: 0.03 } },
    {
      fault: 'F12',
      lever: {
        what: 'refuse',
        on: 'start',
        status: 429,
        reason: 'rateLimitExceeded',
        domain: 'usageLimits',
        chance: 0.03,
      },
    },
    { fault: 'F2', lever: { what: 'lose', on: 'send', commit: true, chance: 0.04 } },
    { fault: 'F2', lever: { what: 'partial', on: 'send', bytes: 1_000, answers: 503, chance: 0.04 } },
    { fault: 'F8', lever: { what: 'expire', on: 'send', chance: 0.02 } },
    { fault: 'F8', lever: { what: 'forget', on: 'send', chance: 0.03 } },
    { fault: 'F8', lever: { what: 'move', on: 'send', chance: 0.03 } },
    { fault: 'F1', lever: { what: 'html', on: 'finish', commit: true, status: 500, chance: 0.04 } },
    { fault: 'F2', lever: { what: 'lose', on: 'finish', commit: true, chance: 0.06 } },
    { fault: 'F2', lever: { what: 'lose', on: 'finish', commit: false, chance: 0.04 } },
    { fault: 'F3', lever: { what: 'hang', on: 'finish', commit: true, ms: hang, chance: 0.03 } },
    // Every byte arrived, and the video comes of it when somebody asks.
    { fault: 'F3', lever: { what: 'partial', on: 'finish', bytes: whole, answers: 'cut', chance: 0.05 } },
    { fault: 'F8', lever: { what: 'expire', on: 'finish', status: 410, chance: 0.02 } },
    ...garbled('finish', 0.015, 'other'),
    { fault: 'F9', lever: { what: 'fate', on: 'finish', failure: 'conversion', chance: 0.03 } },
    {
      fault: 'F7',
      lever: {
        what: 'refuse',
        on: 'thumbnail',
        status: 403,
        reason: 'forbidden',
        domain: 'youtube.thumbnail',
        chance: 0.25,
      },
    },
    { fault: 'F7', lever: { what: 'lose', on: 'thumbnail', chance: 0.1 } },
    { fault: 'F8', lever: { what: 'lose', on: 'ask', chance: 0.05 } },
    { fault: 'F2', lever: { what: 'lose', on: 'read', chance: 0.03 } },
    { fault: 'F14', lever: { what: 'html', on: 'read', status: 502, chance: 0.03 } },
    ...tokens,
    slow('finish', 400),
    slow('thumbnail', 200),
  ],
  acts: [
    {
      fault: 'F13',
      name: 'the channel has uploaded enough today',
      often: 2,
      stops: true,
      do: (control, account) =>
        control('levers', { what: 'refuse', on: 'start', account, status: 400, reason: 'uploadLimitExceeded' }),
    },
    {
      fault: 'F16',
      name: 'the grant is taken back',
      often: 2,
      do: (control, channel) => control(`tokens/${channel}`, undefined, 'DELETE'),
    },
  ],
  app: async control => z.object({ id: z.string(), secret: z.string() }).parse(await control('apps', {})),
  account: async (control, _, n) => {
    const channel = { name: `Kênh ${n}`, uploadsADay: 10_000 }
    return z.object({ id: z.string() }).parse(await control('channels', channel)).id
  },
  async grant(control, { id: app }, channel, life = accessLife) {
    await control('settings', { accessLifeMs: life }, 'PATCH')
    const pair = pairShape.parse(await control('tokens', { app, channel }))
    await control('settings', { accessLifeMs: accessLife }, 'PATCH')
    const now = Date.parse(clockShape.parse(await control('clock')).now)
    return { cred: { ...pair, expiresAt: now + life }, expiresAt: now + life }
  },
  settings: () => ({ dailyUnits: plenty, dailyUploads: plenty, pieceBytes: 262_144 }),
  async content(random, text, { pictures, film }) {
    const form = pick(random, ['video', 'video', 'short'])
    const still = form === 'video' ? pictures.slice(0, 1) : []
    return { content: { form, title: text, text: 'Xem tại cổng.', pictures: still, video: await film() }, options: {} }
  },
  markOf: content => content.title ?? '',
  copies: async control =>
    ledger.parse(await control('ledger')).map(
      ({ channel, id, title, visible, removed }): Copy => ({
        account: channel,
        mark: title,
        ids: [id],
        url: `https://www.youtube.com/watch?v=${id}`,
        is: removed ? 'removed' : visible ? 'visible' : 'hidden',
      }),
    ),
  calls: async control =>
    calls.parse(await control('calls')).map(({ at, channel, kind, reason }) => ({
      at,
      account: channel,
      kind,
      sends: ['start', 'send', 'finish'].includes(kind),
      stopped: reason === 'uploadLimitExceeded',
    })),
  mends: ['youtube.failed'],
  asks: [],
}

const pairShape = z.object({ access: z.string(), refresh: z.string() })
const clockShape = z.object({ now: z.string() })
