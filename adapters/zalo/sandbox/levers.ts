import { z } from 'zod'
import { hash, makeRandom, type Random } from './random.ts'

/**
 * What a call does, as far as faults care: make an article, ask for its job, change or remove it, read, change tokens,
 * push, send a video, ask how far it is.
 */
export const kinds = ['publish', 'verify', 'change', 'read', 'token', 'announce', 'upload', 'video'] as const
export type Kind = (typeof kinds)[number]

const scope = {
  /** One OA id; absent means every OA. */
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
  /** A page of a gateway instead of JSON. */
  z.strictObject({ what: z.literal('html'), commit, status: z.literal([200, 500, 502, 503]).default(502), ...scope }),
  /** 200 with a body that is no answer. `cut` announces more bytes than it sends; `noNumber` has no error number. */
  z.strictObject({
    what: z.literal('garbage'),
    commit,
    form: z.enum(['truncated', 'empty', 'huge', 'cut', 'noNumber']),
    ...scope,
  }),
  /** The answer comes so late that nobody waits for it. */
  z.strictObject({ what: z.literal('hang'), commit, ms: z.number().int().positive(), ...scope }),
  /** The answer comes byte by byte, `ms` apart. */
  z.strictObject({ what: z.literal('drip'), commit, ms: z.number().int().positive(), ...scope }),
  /** Any refusal of the tables, in the usual envelope and without effect: -32, -216, -220, -248, 112 … */
  z.strictObject({ what: z.literal('refuse'), error: z.number().int(), message: z.string().default(''), ...scope }),
  /** The job of the next create or update takes so much longer, on the sandbox's clock; with `on: upload` a conversion does. */
  z.strictObject({ what: z.literal('slow'), ms: z.number().int().positive(), ...scope }),
  /** The job of the next create or update is processed for ever; with `on: upload` a video is converted for ever. */
  z.strictObject({ what: z.literal('stuck'), ...scope }),
  /** Pictures of the next create or update cannot be fetched. */
  z.strictObject({ what: z.literal('deadPictures'), ...scope }),
  /** The conversion of the next upload ends so; `on` does not matter. */
  z.strictObject({
    what: z.literal('spoilt'),
    end: z.enum(['locked', 'failed', 'deleted']).default('failed'),
    ...scope,
    on: z.literal('upload').default('upload'),
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
