import { z } from 'zod'
import { duplicateText, type GraphError, serverFault, tooMuchData } from './errors.ts'
import { hash, makeRandom, type Random } from './random.ts'

/** What a call does, as far as faults care: make something public, store bytes, change or remove, read. */
export type Kind = 'publish' | 'upload' | 'change' | 'read' | 'account'

const scope = {
  /** One Page id; absent means every Page. */
  account: z.string().optional(),
  /** How often it strikes; absent means once, or without end when a chance is given. */
  times: z.number().int().positive().optional(),
  /** 0 to 1, drawn from a stream that the seed and the account fix. */
  chance: z.number().min(0).max(1).optional(),
  on: z.enum(['publish', 'upload', 'change', 'read', 'any']).optional(),
}
/** Whether the effect of the call stands although its answer does not arrive. */
const commit = z.boolean().default(true)

export const Lever = z.discriminatedUnion('what', [
  /** The connection is cut instead of an answer. */
  z.strictObject({ what: z.literal('lose'), commit, ...scope }),
  /** 500 with code 1 or 2. */
  z.strictObject({
    what: z.literal('fail'),
    commit,
    code: z.literal([1, 2]).default(2),
    transient: z.boolean().default(true),
    ...scope,
  }),
  /** A page of a proxy instead of JSON. */
  z.strictObject({ what: z.literal('html'), commit, status: z.literal([200, 502, 503]).default(502), ...scope }),
  /** 200 with a body that is no answer. `cut` announces more bytes than it sends. */
  z.strictObject({ what: z.literal('garbage'), commit, form: z.enum(['truncated', 'empty', 'huge', 'cut']), ...scope }),
  /** The answer comes so late that nobody waits for it. */
  z.strictObject({ what: z.literal('hang'), commit, ms: z.number().int().positive(), ...scope }),
  /** The answer comes byte by byte, `ms` apart. */
  z.strictObject({ what: z.literal('drip'), ms: z.number().int().positive(), ...scope }),
  /** The effect comes `ms` later than the call, whose answer is lost or is a 500. */
  z.strictObject({
    what: z.literal('delay'),
    ms: z.number().int().positive().default(60_000),
    answer: z.enum(['lose', 'fail']).default('lose'),
    ...scope,
  }),
  /** So many bytes of a part arrive, then the connection is cut. */
  z.strictObject({ what: z.literal('partial'), bytes: z.number().int().nonnegative(), ...scope }),
  /** The video finished by this call turns out to be unfit while it is processed. */
  z.strictObject({
    what: z.literal('unfit'),
    code: z.number().int().default(1363128),
    message: z.string().default('The video duration is not supported.'),
    ...scope,
  }),
  /** The post was made, and the answer calls it a repetition of itself: a retry inside Graph came second. */
  z.strictObject({ what: z.literal('duplicate'), ...scope }),
  /** 429 of a gateway before Graph, without effect; it says how long to wait. */
  z.strictObject({ what: z.literal('tooMany'), seconds: z.number().int().positive().default(90), ...scope }),
  /** Posting too fast: this call and all for a day. */
  z.strictObject({ what: z.literal('tooFast'), ...scope }),
  /** Reads of more than `most` items are too heavy, every time. */
  z.strictObject({ what: z.literal('heavy'), most: z.number().int().positive().default(25), ...scope }),
  /** In a batch: this part is null. */
  z.strictObject({ what: z.literal('null'), commit, ...scope }),
])
export type Lever = z.infer<typeof Lever>
export type LeverInput = z.input<typeof Lever>

interface Pulled {
  lever: Lever
  left: number
  /** How often it struck. */
  struck: number
}

export interface Board {
  pulled: Pulled[]
  streams: Map<string, Random>
  seed: number
}

export const makeBoard = (seed: number): Board => ({ pulled: [], streams: new Map(), seed })

const usual: Record<Lever['what'], 'publish' | 'upload' | 'read' | 'any'> = {
  lose: 'publish',
  fail: 'publish',
  html: 'publish',
  garbage: 'publish',
  hang: 'publish',
  drip: 'publish',
  delay: 'publish',
  partial: 'upload',
  unfit: 'publish',
  duplicate: 'publish',
  tooMany: 'any',
  tooFast: 'publish',
  heavy: 'read',
  null: 'any',
}

export function pull(board: Board, input: LeverInput): void {
  const lever = Lever.parse(input)
  const endless = lever.chance !== undefined || lever.what === 'heavy'
  board.pulled.push({ lever, left: lever.times ?? (endless ? Number.POSITIVE_INFINITY : 1), struck: 0 })
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
    const on = lever.on ?? usual[lever.what]
    if (pulled.left <= 0 || (on !== 'any' && on !== kind) || !wanted(lever)) continue
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

export const failureOf = (lever: Lever): GraphError | null => {
  if (lever.what === 'fail') return serverFault(lever.code, lever.transient)
  if (lever.what === 'delay' && lever.answer === 'fail') return serverFault(2, true)
  if (lever.what === 'heavy') return tooMuchData()
  if (lever.what === 'duplicate') return duplicateText()
  return null
}
