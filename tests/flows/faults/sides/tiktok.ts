import { z } from 'zod'
import { tiktok } from '../../../../adapters/tiktok/index.ts'
import { tiktokSandbox } from '../../../../adapters/tiktok/sandbox.ts'
import type { Options } from '../../../../src/ports/network.ts'
import { makeRandom, pace } from '../plan.ts'
import {
  accessLife,
  type Control,
  type Copy,
  garbled,
  hang,
  pick,
  renewBefore,
  type Side,
  slow,
  tokens,
} from '../side.ts'

const ledger = z.array(
  z.object({
    account: z.string(),
    id: z.string(),
    publishId: z.string().nullable(),
    media: z.enum(['video', 'photo']),
    description: z.string(),
    bytes: z.number(),
    visible: z.boolean(),
    removed: z.boolean(),
  }),
)
const drafts = z.array(
  z.object({
    id: z.string(),
    accountId: z.string(),
    media: z.enum(['video', 'photo']),
    bytes: z.number(),
    description: z.string(),
    discarded: z.boolean(),
  }),
)
const calls = z.array(z.object({ at: z.string(), account: z.string().nullable(), kind: z.string() }))

/** A draft of a film carries no words: which one it is, its length in bytes tells. */
const markOf = (media: 'video' | 'photo', bytes: number, text: string) => (media === 'video' ? `film ${bytes}` : text)

export const tiktokSide: Side = {
  id: 'tiktok',
  network: tiktok,
  pace: { ...pace, renewBefore },
  open: ({ now, seed }) =>
    tiktokSandbox({
      now,
      seed,
      settings: {
        accessSeconds: accessLife / 1000,
        processingMs: 10_000,
        moderationMs: 20_000,
        minuteLimits: false,
        directPerDay: 10_000,
        pendingPerDay: 10_000,
        loopbackOk: true,
      },
    }),
  ways: [
    { fault: 'F9', lever: { what: 'fail', reason: 'internal', chance: 0.04 } },
    { fault: 'F9', lever: { what: 'fail', reason: 'photo_pull_failed', chance: 0.02 } },
    { fault: 'F8', lever: { what: 'lose', on: 'init', commit: true, chance: 0.06 } },
    { fault: 'F8', lever: { what: 'lose', on: 'init', commit: false, chance: 0.04 } },
    { fault: 'F8', lever: { what: 'hang', on: 'init', commit: true, ms: hang, chance: 0.02 } },
    { fault: 'F12', lever: { what: 'refuse', on: 'init', code: 'rate_limit_exceeded', status: 429, chance: 0.03 } },
    {
      fault: 'F10',
      lever: { what: 'refuse', on: 'init', code: 'spam_risk_too_many_pending_share', status: 200, chance: 0.02 },
    },
    {
      fault: 'F10',
      lever: { what: 'refuse', on: 'creator', code: 'spam_risk_too_many_posts', status: 200, chance: 0.02 },
    },
    { fault: 'F10', lever: { what: 'refuse', on: 'init', code: 'access_token_invalid', status: 200, chance: 0.02 } },
    ...garbled('init', 0.01, 'noError'),
    { fault: 'F1', lever: { what: 'html', on: 'publish', commit: true, status: 500, chance: 0.04 } },
    { fault: 'F2', lever: { what: 'lose', on: 'publish', commit: true, chance: 0.06 } },
    { fault: 'F2', lever: { what: 'lose', on: 'publish', commit: false, chance: 0.04 } },
    { fault: 'F3', lever: { what: 'hang', on: 'publish', commit: true, ms: hang, chance: 0.03 } },
    ...garbled('publish', 0.01, 'noError'),
    { fault: 'F8', lever: { what: 'lose', on: 'status', chance: 0.06 } },
    { fault: 'F8', lever: { what: 'hang', on: 'status', commit: true, ms: hang, chance: 0.02 } },
    { fault: 'F14', lever: { what: 'html', on: 'status', status: 502, chance: 0.03 } },
    { fault: 'F14', lever: { what: 'garbage', on: 'status', form: 'noError', chance: 0.03 } },
    { fault: 'F2', lever: { what: 'lose', on: 'creator', chance: 0.05 } },
    { fault: 'F2', lever: { what: 'lose', on: 'read', chance: 0.03 } },
    ...tokens,
    slow('init', 300),
    slow('publish', 400),
    slow('status', 200, 0.3),
  ],
  acts: [
    {
      fault: 'F15',
      name: 'ids as text, or as numbers',
      often: 4,
      do: (control, _, random) => control('settings', { idsAsText: random() < 0.5 }, 'PATCH'),
    },
    {
      fault: 'F16',
      name: 'the grant is taken back',
      often: 2,
      do: (control, account) => control(`tokens/${account}`, undefined, 'DELETE'),
    },
  ],
  app: async control =>
    z.object({ id: z.string(), secret: z.string() }).parse(await control('apps', { audited: true })),
  account: async (control, app, n) => {
    const account = { username: `xa.${n}.${app.id.slice(-4)}`, nickname: `Xã ${n}` }
    return z.object({ id: z.string() }).parse(await control('accounts', account)).id
  },
  async grant(control, { id: app }, account, life = accessLife) {
    await control('settings', { accessSeconds: Math.round(life / 1000) }, 'PATCH')
    const pair = pairShape.parse(await control('tokens', { app, account }))
    await control('settings', { accessSeconds: accessLife / 1000 }, 'PATCH')
    const now = Date.parse(clockShape.parse(await control('clock')).now)
    return { cred: { ...pair, expiresAt: now + life }, expiresAt: now + life }
  },
  settings: n => ({ direct: n % 2 === 0 }),
  async content(random, text, { pictures, film }, n) {
    const direct = n % 2 === 0 && random() < 0.6
    const options: Options = direct ? { privacy: 'PUBLIC_TO_EVERYONE' } : {}
    const form = `${pick(random, ['video', 'video', 'photos'])}${direct ? '_direct' : ''}`
    if (form.startsWith('photos')) return { content: { form, title: 'Ảnh', text, pictures }, options }
    return { content: { form, text, pictures: [], video: await film() }, options }
  },
  markOf: content => (content.video ? markOf('video', content.video.bytes, '') : content.text),
  async copies(control) {
    const posts = ledger.parse(await control('ledger'))
    const waiting = drafts.parse(await control('drafts'))
    return [
      ...posts.map(
        ({ account, id, publishId, media, bytes, description, visible, removed }): Copy => ({
          account,
          mark: markOf(media, bytes, description),
          ids: [media === 'photo' ? `photo/${id}` : id, ...(publishId ? [publishId] : [])],
          url: `https://www.tiktok.com/@xa/${media}/${id}`,
          is: removed ? 'removed' : visible ? 'visible' : 'hidden',
        }),
      ),
      ...waiting.map(
        ({ id, accountId, media, bytes, description, discarded }): Copy => ({
          account: accountId,
          mark: markOf(media, bytes, description),
          ids: [id],
          url: '',
          is: discarded ? 'discarded' : 'waiting',
        }),
      ),
    ]
  },
  calls: async control =>
    calls.parse(await control('calls')).map(call => ({ ...call, sends: call.kind === 'publish', stopped: false })),
  // Trouble of TikTok's own goes to a person after the third attempt.
  mends: ['tiktok.fail_pull', 'tiktok.fail_internal'],
  // Inboxes and photo posts stand in no list, and a draft waits for its person. Where days are skipped, a token that ends
  // every two hours may be dead at the only look of two days.
  asks: ['tiktok.lost', 'tiktok.lost_draft', 'draft', 'tiktok.token_dead'],
  person,
}

/** The person with the phone: posts most drafts the same day, throws some away, leaves some for tomorrow. */
async function person(control: Control, day: number, seed: number): Promise<void> {
  for (const draft of drafts.parse(await control('drafts'))) {
    if (draft.discarded) continue
    const mood = makeRandom(seed ^ Number(BigInt(draft.id.replace(/\D/g, '')) % 1_000_000_007n))()
    if (mood < 0.12) await control(`drafts/${draft.id}`, { act: 'discard' })
    else if (mood < 0.8 || day > 0) await control(`drafts/${draft.id}`, { act: 'post', caption: draft.description })
  }
}

const pairShape = z.object({ access: z.string(), refresh: z.string() })
const clockShape = z.object({ now: z.string() })
