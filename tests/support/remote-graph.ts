import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { LedgerRow } from '../../adapters/facebook/sandbox.ts'

/**
 * A Facebook sandbox in another process, so that it outlives whatever is killed beside it. Levers, ledger and who exists
 * go through its control API; its memory is the truth about what became visible.
 */
export async function startGraph({ seed = 1, port = 0 } = {}) {
  const script = join(import.meta.dirname, 'graph-process.ts')
  const child = spawn(process.execPath, [script, String(seed), String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const url = String(line)

  async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/_sandbox/${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
    return answer as T
  }
  return {
    url,
    control,
    pull: (lever: Record<string, unknown>) => control('POST', 'levers', lever),
    clearLevers: () => control('DELETE', 'levers'),
    settings: (change: Record<string, unknown>) => control('PATCH', 'settings', change),
    advance: (advanceMs: number) => control('POST', 'clock', { advanceMs }),
    ledger: () => control<LedgerRow[]>('GET', 'ledger'),
    make: <T = { id: string }>(what: 'apps' | 'people' | 'pages' | 'posts' | 'tokens', body: unknown) =>
      control<T>('POST', what, body),
    async close() {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    },
  }
}
