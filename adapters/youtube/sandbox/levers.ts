import { z } from 'zod'
import { hash, makeRandom, type Random } from './random.ts'

/**
 * What a call does, as far as faults care: begin an upload, send a part of it, send the part that ends it, ask how far it
 * came, dress a video (thumbnail, caption, list), change or remove it, read, read counters or reports, exchange tokens.
 */
export const kinds = [
  'start',
  'send',
  'finish',
  'ask',
  'thumbnail',
  'caption',
  'list',
  'change',
  'read',
  'stats',
  'report',
  'token',
] as const
export type Kind = (typeof kinds)[number]

const scope = {
  /** One channel id; absent means every channel. */
  account: z.string().optional(),
  /** How often it strikes; absent means once, or without end when a chance is given. */
  times: z.number().int().positive().optional(),
  /** 0 to 1, drawn from a stream that the seed and the channel fix. */
  chance: z.number().min(0).max(1).optional(),
  on: z.enum([...kinds, 'any']).default('finish'),
}
/** Whether the effect of the call stands although its answer does not arrive. */
const commit = z.boolean().default(true)

export const Lever = z.discriminatedUnion('what', [
  /** The connection is cut instead of an answer. */
  z.strictObject({ what: z.literal('lose'), commit, ...scope }),
  /** A page of a gateway instead of JSON. */
  z.strictObject({
    what: z.literal('html'),
    commit,
    status: z.literal([200, 500, 502, 503, 504]).default(502),
    ...scope,
  }),
  /** 200 with a body that is no answer. `cut` announces more bytes than it sends; `other` is JSON of another kind. */
  z.strictObject({
    what: z.literal('garbage'),
    commit,
    form: z.enum(['truncated', 'empty', 'huge', 'cut', 'other']),
    ...scope,
  }),
  /** The answer comes so late that nobody waits for it. */
  z.strictObject({ what: z.literal('hang'), commit, ms: z.number().int().positive(), ...scope }),
  /** The answer comes byte by byte, `ms` apart. */
  z.strictObject({ what: z.literal('drip'), commit, ms: z.number().int().positive(), ...scope }),
  /** Any refusal, in the usual envelope and without effect. `body: empty` as upload servers do. */
  z.strictObject({
    what: z.literal('refuse'),
    status: z.number().int().min(400).max(599),
    reason: z.string(),
    domain: z.string().default('youtube.video'),
    message: z.string().default('refused by a lever'),
    body: z.enum(['envelope', 'empty']).default('envelope'),
    ...scope,
  }),
  /** Of this part only the first bytes are stored; then the answer is an error, or the connection ends. */
  z.strictObject({
    what: z.literal('partial'),
    bytes: z.number().int().nonnegative(),
    answers: z.literal([500, 502, 503, 504, 'cut']).default(503),
    ...scope,
  }),
  /** The session lost all its bytes: 308 without a Range. */
  z.strictObject({ what: z.literal('forget'), ...scope }),
  /** The session is over: 404, or 410 as some servers say. */
  z.strictObject({ what: z.literal('expire'), status: z.literal([404, 410]).default(404), ...scope }),
  /** 308 with a Location: the session goes on elsewhere, and only there. */
  z.strictObject({ what: z.literal('move'), ...scope }),
  /** The finished upload fails, is rejected, is processed for ever, or is taken as a Short. */
  z.strictObject({
    what: z.literal('fate'),
    failure: z.string().nullable().default(null),
    rejection: z.string().nullable().default(null),
    stuck: z.boolean().default(false),
    short: z.boolean().default(false),
    ...scope,
  }),
])
export type Lever = z.infer<typeof Lever>
export type LeverInput = z.input<typeof Lever>

export interface Board {
  /** With how often each may strike still, and how often it did. */
  pulled: { lever: Lever; left: number; struck: number }[]
  streams: Map<string, Random>
  seed: number
}

export const makeBoard = (seed: number): Board => ({ pulled: [], streams: new Map(), seed })

export function pull(board: Board, input: LeverInput): void {
  const lever = Lever.parse(input)
  board.pulled.push({
    lever,
    left: lever.times ?? (lever.chance === undefined ? 1 : Number.POSITIVE_INFINITY),
    struck: 0,
  })
}

/** The first lever that strikes this call; it is used up by that. */
export function strike(
  board: Board,
  kind: Kind,
  account: string | null,
  wanted: (lever: Lever) => boolean,
): Lever | null {
  for (const pulled of board.pulled) {
    const { lever } = pulled
    if (pulled.left <= 0 || (lever.on !== 'any' && lever.on !== kind) || !wanted(lever)) continue
    if (lever.account !== undefined && lever.account !== account) continue
    if (lever.chance !== undefined && draw(board, account ?? '') >= lever.chance) continue
    pulled.left -= 1
    pulled.struck += 1
    return lever
  }
  return null
}

function draw(board: Board, account: string): number {
  const stream = board.streams.get(account) ?? makeRandom(board.seed ^ hash(account))
  board.streams.set(account, stream)
  return stream()
}
