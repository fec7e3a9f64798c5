/** So many at once; the others wait in the order they came. Returns what gives the place back. */
export function slots(most: number): () => Promise<() => void> {
  const waiting: (() => void)[] = []
  let free = most

  function leave(): void {
    const next = waiting.shift()
    if (next) next()
    else free++
  }

  return async () => {
    if (free > 0) free--
    else await new Promise<void>(done => waiting.push(done))
    let left = false
    return () => {
      if (!left) leave()
      left = true
    }
  }
}
