/**
 * What came of a call must be written down: a cut connection is tried again on another one, for a second in all. If
 * that fails too, the claim ends, the attempt is in the ledger, and reading the network back settles it.
 */
export async function stubborn<T>(write: () => Promise<T>): Promise<T> {
  for (const pause of [50, 250, 700]) {
    try {
      return await write()
    } catch (cause) {
      if (!isCut(cause)) throw cause
      await new Promise(done => setTimeout(done, pause))
    }
  }
  return write()
}

/** Classes 08 and 57P of PostgreSQL's error codes, and what the driver says when a socket closes under it. */
function isCut(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const { code } = cause as { code?: string }
  if (code !== undefined && /^(08|57P|ECONN|EPIPE)/.test(code)) return true
  return /connection (terminated|ended|closed)|client has encountered a connection error/i.test(cause.message)
}
