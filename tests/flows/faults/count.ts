/** How often each fault fell, by the sandboxes' own count, and whether "stop for a day" was heeded. */
import { z } from 'zod'
import { type FaultId, faults } from './faults.ts'
import type { Control, Judged } from './side.ts'
import { sides } from './sides/index.ts'
import type { Done, Stop } from './storm.ts'

export interface Counted {
  fault: FaultId
  network: string
  times: number
}

const pulled = z.array(z.looseObject({ what: z.string(), struck: z.number() }))

export async function countFaults(controls: ReadonlyMap<string, Control>, done: readonly Done[]): Promise<Counted[]> {
  const counted = new Map<string, Counted>()
  const add = (fault: FaultId, network: string, times: number) => {
    const key = `${fault} ${network}`
    counted.set(key, { fault, network, times: (counted.get(key)?.times ?? 0) + times })
  }
  for (const { fault, network } of done) add(fault, network, 1)
  for (const side of sides) {
    const levers = pulled.parse(await controls.get(side.id)?.('levers'))
    for (const [at, { fault, lever }] of side.ways.entries()) {
      const one = levers[at]
      if (one?.what !== lever.what) throw new Error(`${side.id} lost count of its levers`)
      // Healthy calls that were only slow are no fault.
      if (fault !== 'F4') add(fault, side.id, one.struck)
    }
  }
  return [...counted.values()]
}

const day = 23 * 3_600_000

/** F13: sendings to an account after its network had said "stop for a day". */
export async function pressed(controls: ReadonlyMap<string, Control>, stops: readonly Stop[]): Promise<string[]> {
  const found: string[] = []
  for (const { side, account } of stops) {
    const control = controls.get(side.id)
    if (!control) continue
    const times = sentAfterStop(await side.calls(control), account)
    // One more is nobody's fault: the answer that said "stop" may have been lost, or heard by a worker that was killed.
    if (times > 1) found.push(`${side.id} ${account}: ${times} sendings after "stop for a day"`)
  }
  return found
}

/** Of the calls in their order: how many sent something within the day after the first was answered with "stop". */
export function sentAfterStop(calls: readonly Judged[], account: string): number {
  const own = calls.filter(call => call.account === account)
  const said = own.findIndex(call => call.stopped)
  if (said < 0) return 0
  const from = Date.parse(own[said]?.at ?? '')
  return own.slice(said + 1).filter(call => call.sends && Date.parse(call.at) < from + day).length
}

/** One line a fault, one column a network. */
export function tellFaults(counted: readonly Counted[]): string {
  const networks = [...sides.map(side => side.id), 'workers']
  const rows = (Object.keys(faults) as FaultId[]).map(fault => {
    const cells = networks.map(network => counted.find(one => one.fault === fault && one.network === network)?.times)
    return [fault, ...cells.map(times => String(times ?? '')), faults[fault]]
  })
  const widths = ['fault', ...networks].map(name => Math.max(name.length, 4))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) =>
        at === 0 || at > networks.length ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      )
      .join('  ')
  return [line(['', ...networks, '']), ...rows.map(line)].map(text => text.trimEnd()).join('\n')
}
