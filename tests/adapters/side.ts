import type { Content, Options, Problem, Session } from '../../src/ports/network.ts'

/** One network with its sandbox, as the suite drives it. Levers strike the next publishing call, once. */
export interface Side<Cred> {
  session(given?: Partial<Session<Cred>>): Session<Cred>
  /** Contents that differ in `n` and are fit to send, one for each form the adapter has. */
  contents: Readonly<Record<string, (n: number) => Content>>
  /** What a person chose, where the forms ask for it. */
  options?: Options
  /** Ids of what a stranger sees now: the judge. */
  visible(): readonly string[]
  levers: {
    loseReply(): void
    loseCall(): void
    /** A 5xx, and the post exists. */
    lie(): void
    /** A body that is no answer, and the post exists. */
    garble(): void
    refuse(): void
    limit(): void
    /** The credential is dead from now on. */
    revoke(): void
  }
  /** What time and people do with what was accepted: a draft is posted, a review passes. */
  settle?(): Promise<void>
  /** What must stand in no answer. */
  secrets: readonly string[]
  /** A question the network takes as a POST; every other method but GET and HEAD counts as writing. */
  asks?(url: URL, method: string): boolean
  close?(): Promise<void>
}

/** Whatever looks like a problem, at any depth. */
export function problemsIn(value: unknown): Problem[] {
  if (Array.isArray(value)) return value.flatMap(problemsIn)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([, member]) => problemsIn(member))
  if ('why' in value && typeof value.why === 'object' && value.why !== null && !('field' in value.why)) {
    return [value.why as Problem, ...inner]
  }
  return inner
}

export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    for (const member of Object.values(value)) frozen(member)
  }
  return value
}
