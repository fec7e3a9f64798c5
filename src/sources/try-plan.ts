import type { Ctx } from '../context.ts'
import type { Plan } from './import.ts'
import { tryOut } from './try.ts'

/** What one new source of a table would give. */
export type LineTried = { url: string } & (
  | { is: 'list'; total: number; first: string; warnings: string[] }
  | Extract<Awaited<ReturnType<typeof tryOut>>, { is: 'failed' }>
)

/** Portals asked at a time. Each waits for its turn at its installation, so more would only wait for each other there. */
const lanes = 4

/** Reads every source that a table would add, once, saving nothing: the answer comes in the order of the table. */
export async function tryPlan(ctx: Pick<Ctx, 'outbound' | 'readers' | 'now'>, plan: Plan): Promise<LineTried[]> {
  const sources = plan.lines.flatMap(({ does, source }) => (does === 'add' && source ? [source] : []))
  const out: LineTried[] = []
  let next = 0
  const lane = async () => {
    for (let at = next++; at < sources.length; at = next++) {
      const source = sources[at]
      if (!source || source.kind === 'push') continue
      const { url, kind, settings } = source
      const tried = await tryOut(ctx, url, { kind, settings, rows: 1 })
      out[at] =
        tried.is === 'list'
          ? { url, is: 'list', total: tried.total, first: tried.entries[0]?.title ?? '', warnings: tried.warnings }
          : { url, ...tried }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return out.filter(tried => tried !== undefined)
}
