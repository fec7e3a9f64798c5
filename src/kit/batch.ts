export interface Gathering {
  /** Items of one group. */
  most?: number
  /** Groups under way at a time: their items must not need the order in which they came. */
  abreast?: number
  /** True when it is worth while to begin a group with so many items; otherwise more are waited for. */
  ripe?(waiting: number): boolean
  /** Milliseconds after which a group begins however few they are. */
  within?: number
}

/**
 * Gathers calls and hands them on together: the group commit of an application. What comes while groups are under way
 * makes the next one, so that the more there is to do, the larger the groups. Without `ripe` a single call goes out at
 * once.
 */
export function batched<In, Out>(
  run: (items: readonly In[]) => Promise<readonly Out[]>,
  { most = 64, abreast = 1, ripe = () => true, within = 0 }: Gathering = {},
): (item: In) => Promise<Out> {
  interface Waiting {
    item: In
    done(out: Out): void
    fail(cause: unknown): void
  }
  let waiting: Waiting[] = []
  let busy = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function work(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    busy++
    // Callers that became ready together join the first group.
    await Promise.resolve()
    const group = waiting.slice(0, most)
    waiting = waiting.slice(most)
    try {
      const outs = await run(group.map(({ item }) => item))
      for (const [index, { done, fail }] of group.entries()) {
        const out = outs[index]
        if (out === undefined) fail(new Error('a batch answered with fewer results than it was given'))
        else done(out)
      }
    } catch (cause) {
      for (const { fail } of group) fail(cause)
    }
    busy--
    look()
  }

  function look(): void {
    if (waiting.length === 0 || busy >= abreast) return
    if (ripe(waiting.length)) void work()
    else timer ??= setTimeout(work, within)
  }

  return item =>
    new Promise((done, fail) => {
      waiting.push({ item, done, fail })
      look()
    })
}
