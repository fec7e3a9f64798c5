import { z } from 'zod'
import { hash, makeRandom, type Random } from './random.ts'

/**
 * What a call does, as far as faults care. `publish` is the one that can make something public: the last piece of an
 * upload, or the beginning where TikTok fetches by itself; `init` begins an upload, `upload` is any piece before the last.
 */
export const kinds = ['publish', 'init', 'upload', 'creator', 'status', 'read', 'token'] as const
export type Kind = (typeof kinds)[number]

const scope = {
  /** One open_id; absent means every account. */
  account: z.string().optional(),
  /** How often it strikes; absent means once, or without end when a chance is given. */
  times: z.number().int().positive().optional(),
  /** 0 to 1, drawn from a stream that the seed and the account fix. */
  chance: z.number().min(0).max(1).optional(),
  on: z.enum([...kinds, 'any']).default('publish'),
}
/** Whether the effect of the call stands although its answer does not arrive. */
const commit = z.boolean().default(true)

export const Lever = z.discriminatedUnion('what', [
  /** The connection is cut instead of an answer. */
  z.strictObject({ what: z.literal('lose'), commit, ...scope }),
  /** A page of a gateway instead of an answer. */
  z.strictObject({ what: z.literal('html'), commit, status: z.literal([200, 500, 502, 503]).default(502), ...scope }),
  /** 200 with a body that is no answer. `cut` announces more bytes than it sends; `noError` has no `error`. */
  z.strictObject({
    what: z.literal('garbage'),
    commit,
    form: z.enum(['truncated', 'empty', 'huge', 'cut', 'noError']).default('truncated'),
    ...scope,
  }),
  /** The answer comes so late that nobody waits for it. */
  z.strictObject({ what: z.literal('hang'), commit, ms: z.number().int().positive(), ...scope }),
  /** The answer comes byte by byte, `ms` apart. */
  z.strictObject({ what: z.literal('drip'), commit, ms: z.number().int().positive(), ...scope }),
  /** Any code of the tables, without effect. Of an upload only the status counts, of the token endpoint only the code. */
  z.strictObject({
    what: z.literal('refuse'),
    code: z.string(),
    status: z.number().int().default(403),
    message: z.string().optional(),
    ...scope,
  }),
  /** What is begun now ends as FAILED with this reason. */
  z.strictObject({ what: z.literal('fail'), reason: z.string(), ...scope, on: scope.on.default('any') }),
  /** What is begun now is processed for ever. */
  z.strictObject({ what: z.literal('stuck'), ...scope, on: scope.on.default('any') }),
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
