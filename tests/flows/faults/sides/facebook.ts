import { z } from 'zod'
import { facebook } from '../../../../adapters/facebook/index.ts'
import { facebookSandbox } from '../../../../adapters/facebook/sandbox.ts'
import { blockMinutes, lateBy, listsLateBy, pace } from '../plan.ts'
import { type Copy, garbled, hang, pick, type Side, slow } from '../side.ts'

const tasks = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE']
const ledger = z.array(
  z.object({
    account: z.string(),
    postId: z.string(),
    message: z.string().nullable(),
    video: z.object({ id: z.string() }).nullable(),
    visible: z.boolean(),
    removed: z.boolean(),
  }),
)
const calls = z.array(
  z.object({ at: z.string(), account: z.string().nullable(), kind: z.string(), code: z.number().nullable() }),
)

export const facebookSide: Side = {
  id: 'facebook',
  network: facebook,
  pace: { ...pace, listDelay: 80_000 },
  open: ({ now, seed }) =>
    facebookSandbox({
      now,
      seed,
      settings: {
        // A refusal of the second copy would hide it from the judge.
        duplicateMs: 0,
        listDelayMs: listsLateBy,
        reelsPerDay: 1_000,
        videoChunk: 150_000,
        processingMs: 8_000,
      },
    }),
  ways: [
    { fault: 'F1', lever: { what: 'fail', commit: true, chance: 0.05 } },
    { fault: 'F1', lever: { what: 'fail', commit: false, chance: 0.03 } },
    { fault: 'F2', lever: { what: 'lose', commit: true, chance: 0.06 } },
    { fault: 'F2', lever: { what: 'lose', commit: false, chance: 0.04 } },
    { fault: 'F3', lever: { what: 'hang', commit: true, ms: hang, chance: 0.03 } },
    { fault: 'F3', lever: { what: 'delay', ms: lateBy, answer: 'lose', chance: 0.04 } },
    { fault: 'F3', lever: { what: 'delay', ms: lateBy, answer: 'fail', chance: 0.02 } },
    { fault: 'F6', lever: { what: 'duplicate', chance: 0.04 } },
    { fault: 'F12', lever: { what: 'tooMany', on: 'publish', seconds: 90, chance: 0.02 } },
    ...garbled('publish', 0.02),
    { fault: 'F2', lever: { what: 'lose', on: 'upload', commit: true, chance: 0.05 } },
    { fault: 'F1', lever: { what: 'fail', on: 'upload', commit: true, chance: 0.03 } },
    { fault: 'F2', lever: { what: 'lose', on: 'read', chance: 0.04 } },
    { fault: 'F1', lever: { what: 'fail', on: 'read', chance: 0.03 } },
    slow('publish', 400, 0.7),
    slow('upload', 300, 0.7),
  ],
  acts: [
    {
      fault: 'F12',
      name: 'too many calls to a Page',
      often: 6,
      do: (control, page) => control('levers', { what: 'block', page, minutes: blockMinutes }),
    },
    {
      fault: 'F12',
      name: 'the usage header says 95',
      often: 4,
      do: (control, page) => control('levers', { what: 'usage', page, percent: 95 }),
    },
    {
      fault: 'F13',
      name: 'posting too fast',
      often: 2,
      stops: true,
      do: (control, account) => control('levers', { what: 'tooFast', account }),
    },
    {
      fault: 'F16',
      name: 'the token is revoked',
      often: 2,
      do: (control, page) => control('levers', { what: 'kill', subcode: 460, page }),
    },
  ],
  async app(control) {
    const app = z.object({ id: z.string(), secret: z.string() }).parse(await control('apps', {}))
    const { id: person } = z.object({ id: z.string() }).parse(await control('people', { kind: 'system' }))
    return { ...app, person }
  },
  async account(control, { person = '' }, n) {
    const page = { name: `Trang ${n}`, engaged: 100_000, roles: { [person]: tasks } }
    return z.object({ id: z.string() }).parse(await control('pages', page)).id
  },
  async grant(control, { id: app, person }, page) {
    const token = await control('tokens', { app, person, page, life: 'never' })
    return { cred: { token: z.object({ value: z.string() }).parse(token).value } }
  },
  settings: () => ({}),
  async content(random, text, { pictures, film }, n) {
    const [first] = pictures
    const form = pick(random, ['text', 'text', 'link', 'photo', 'album', 'video', 'reel'])
    if (form === 'link')
      return { content: { form, text, link: `https://cong.tinh.example/tin/${n}`, pictures: [] }, options: {} }
    if (form === 'photo') return { content: { form, text, pictures: first ? [first] : [] }, options: {} }
    if (form === 'album') return { content: { form, text, pictures }, options: {} }
    if (form === 'text') return { content: { form, text, pictures: [] }, options: {} }
    return { content: { form, title: `Phim ${n}`, text, pictures: [], video: await film() }, options: {} }
  },
  markOf: content => content.text,
  copies: async control =>
    ledger.parse(await control('ledger')).map(
      ({ account, postId, message, video, visible, removed }): Copy => ({
        account,
        mark: message ?? '',
        ids: video ? [postId, video.id] : [postId],
        url: `https://www.facebook.com/${postId}`,
        is: removed ? 'removed' : visible ? 'visible' : 'hidden',
      }),
    ),
  calls: async control =>
    calls
      .parse(await control('calls'))
      .map(call => ({ ...call, sends: call.kind === 'publish', stopped: call.code === 368 })),
  mends: [],
  asks: [],
}
