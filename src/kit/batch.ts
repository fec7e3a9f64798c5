/**
 * Gathers calls made while one is under way and hands them on together: the group commit of an application. A single
 * call goes out at once; the more there is to do, the larger the groups, and nothing ever waits for a timer.
 */
export function batched<In, Out>(
  run: (items: readonly In[]) => Promise<readonly Out[]>,
  most = 64,
): (item: In) => Promise<Out> {
  interface Waiting {
    item: In
    done(out: Out): void
    fail(cause: unknown): void
  }
  let waiting: Waiting[] = []
  let busy = false

  async function work(): Promise<void> {
    busy = true
    // Callers that became ready together join the first group.
    await Promise.resolve()
    while (waiting.length > 0) {
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
    }
    busy = false
  }

  return item =>
    new Promise((done, fail) => {
      waiting.push({ item, done, fail })
      if (!busy) void work()
    })
}
