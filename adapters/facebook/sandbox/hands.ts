import { z } from 'zod'
import { type Board, type LeverInput, pull } from './levers.ts'
import type { World } from './world.ts'

type Where = {
  account?: string
  times?: number
  chance?: number
  on?: 'publish' | 'upload' | 'change' | 'read' | 'any'
}

export const Kill = z.strictObject({
  subcode: z.number().int(),
  page: z.string().optional(),
  person: z.string().optional(),
  token: z.string().optional(),
})

/** The levers as a test pulls them. `where.account` is one Page id; without it every Page. */
export interface Levers {
  pull(lever: LeverInput): void
  /** The call has its effect, the connection is cut before the answer. */
  loseReplies(times: number, where?: Where): void
  /** The connection is cut and nothing happened. */
  loseCalls(times: number, where?: Where): void
  failBefore(times: number, code?: 1 | 2, where?: Where): void
  failAfter(times: number, code?: 1 | 2, where?: Where): void
  html502(times: number, where?: Where & { commit?: boolean }): void
  garbage(form: 'truncated' | 'empty' | 'huge' | 'cut', where?: Where): void
  hang(ms: number, where?: Where): void
  delayCommit(ms: number, where?: Where & { answer?: 'lose' | 'fail' }): void
  /** So many bytes of the next part of an upload arrive, then the connection is cut. */
  cutUpload(bytes: number, where?: Where): void
  /** The next video ends in an error of its processing. */
  unfit(code?: number, where?: Where): void
  tooFast(where?: Where): void
  tooMuchData(most: number, where?: Where): void
  slowLists(ms: number): void
  downgradeVersion(version: string | null): void
  /** Percent in the usage header; null to count again. */
  usage(page: string, percent: number | null): void
  block80001(page: string, minutes: number): void
  /** 0 is 190 without a subcode. */
  killToken(kill: z.input<typeof Kill>): number
  /** The person loses every role on the Page: 190/492. */
  dropRole(page: string, person: string): void
  clear(): void
}

export function makeLevers(world: World, board: Board): Levers {
  const put = (lever: LeverInput) => pull(board, lever)
  const page = (id: string) => {
    const found = world.pages.get(id)
    if (!found) throw new Error(`no such Page ${id}`)
    return found
  }
  return {
    pull: put,
    loseReplies: (times, where) => put({ what: 'lose', times, ...where }),
    loseCalls: (times, where) => put({ what: 'lose', commit: false, times, ...where }),
    failBefore: (times, code = 2, where = {}) => put({ what: 'fail', commit: false, code, times, ...where }),
    failAfter: (times, code = 2, where = {}) => put({ what: 'fail', code, times, ...where }),
    html502: (times, where) => put({ what: 'html', times, ...where }),
    garbage: (form, where) => put({ what: 'garbage', form, ...where }),
    hang: (ms, where) => put({ what: 'hang', ms, ...where }),
    delayCommit: (ms, where) => put({ what: 'delay', ms, ...where }),
    cutUpload: (bytes, where) => put({ what: 'partial', bytes, ...where }),
    unfit: (code = 1363128, where = {}) => put({ what: 'unfit', code, ...where }),
    tooFast: where => put({ what: 'tooFast', ...where }),
    tooMuchData: (most, where) => put({ what: 'heavy', most, ...where }),
    slowLists: ms => {
      world.settings.listDelayMs = ms
    },
    downgradeVersion: version => {
      world.settings.served = version
    },
    usage: (id, percent) => {
      page(id).usage = percent
    },
    block80001: (id, minutes) => {
      page(id).blockedUntil = world.now() + minutes * 60_000
    },
    killToken: kill => killTokens(world, Kill.parse(kill)),
    dropRole: (id, person) => {
      page(id).roles.delete(person)
    },
    clear: () => clear(world, board),
  }
}

/** How many tokens died of it. A death keeps its first cause. */
function killTokens(world: World, kill: z.infer<typeof Kill>): number {
  let killed = 0
  for (const token of world.tokens.values()) {
    if (kill.token !== undefined && token.value !== kill.token) continue
    if (kill.page !== undefined && token.pageId !== kill.page) continue
    if (kill.person !== undefined && token.personId !== kill.person) continue
    if (token.dead !== null) continue
    token.dead = kill.subcode
    killed += 1
  }
  return killed
}

function clear(world: World, board: Board): void {
  board.pulled.length = 0
  Object.assign(world.settings, { listDelayMs: 0, served: null })
  for (const page of world.pages.values()) Object.assign(page, { usage: null, blockedUntil: 0, tooFastUntil: 0 })
}
