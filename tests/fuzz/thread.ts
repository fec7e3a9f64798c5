/** Reads one spoilt document after the other and reports each fault; the number of the one at hand stands in shared memory. */
import { parentPort, workerData } from 'node:worker_threads'
import { faultOf } from './judge.ts'
import { material } from './material.ts'
import { mutate, random, typeFor } from './mutations.ts'

export interface Task {
  kind: 'feed' | 'page'
  seed: number
  from: number
  to: number
  withOthers: boolean
  at: Int32Array
}

/** The document of one round, and how it is labelled. */
export function roundOf({ kind, seed, withOthers }: Pick<Task, 'kind' | 'seed' | 'withOthers'>) {
  const source = material(kind, withOthers)
  return (round: number) => {
    const next = random(Math.imul(seed ^ round, 0x9e3779b1) ^ (round + (kind === 'feed' ? 0 : 0x5bd1e995)))
    const bytes = mutate(source(round), next)
    return { bytes, type: typeFor(next) }
  }
}

/** Milliseconds of this thread's processor time: on a busy machine the clock on the wall says nothing. */
const spent = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.threadCpuUsage(since)
  return (user + system) / 1000
}

if (parentPort) {
  const task = workerData as Task
  const make = roundOf(task)
  let slowest = 0
  for (let round = task.from; round < task.to; round++) {
    Atomics.store(task.at, 0, round)
    const { bytes, type } = make(round)
    const began = process.threadCpuUsage()
    const fault = faultOf(task.kind, bytes, type)
    const took = spent(began)
    slowest = Math.max(slowest, took)
    if (fault) parentPort.postMessage({ is: 'fault', round, fault })
    else if (took > 5000) parentPort.postMessage({ is: 'fault', round, fault: `took ${Math.round(took)} ms` })
  }
  parentPort.postMessage({ is: 'done', slowest })
}
