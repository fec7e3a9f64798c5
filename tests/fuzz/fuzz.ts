import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { roundOf, type Task } from './thread.ts'

export interface Finding {
  kind: Task['kind']
  round: number
  fault: string
  /** Where the document is kept. */
  file: string
}

export interface Outcome {
  findings: Finding[]
  /** Milliseconds of processor time that the slowest document took. */
  slowest: number
}

/** What a thread may take; beyond it, the document at hand is a finding. */
const heapMegabytes = 512
const mostMilliseconds = 5000

interface Asked {
  kind: Task['kind']
  count: number
  seed: number
  withOthers?: boolean
}

/** Spoilt documents through the readers, in a thread that may be ended: what throws, hangs, swallows memory or answers wrongly. */
export async function fuzz({ kind, count, seed, withOthers = false }: Asked): Promise<Outcome> {
  const make = roundOf({ kind, seed, withOthers })
  const out: Outcome = { findings: [], slowest: 0 }
  let folder: string | undefined
  const add = (round: number, fault: string) => {
    folder ??= mkdtempSync(join(tmpdir(), 'lantoa-fuzz-'))
    const file = join(folder, `${kind}-${seed}-${round}.bin`)
    const { bytes, type } = make(round)
    writeFileSync(file, bytes)
    out.findings.push({ kind, round, fault: `${fault} (as ${type})`, file })
  }
  for (let from = 0; from < count; ) {
    const ended = await runThread({ kind, seed, from, to: count, withOthers }, add)
    out.slowest = Math.max(out.slowest, ended.slowest)
    from = ended.next
  }
  return out
}

function runThread(
  task: Omit<Task, 'at'>,
  add: (round: number, fault: string) => void,
): Promise<{ next: number; slowest: number }> {
  const at = new Int32Array(new SharedArrayBuffer(4))
  at[0] = task.from
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { ...task, at },
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  })
  return new Promise(done => {
    let watched = { round: -1, cpu: 0 }
    let ended = false
    const end = (next: number, slowest: number) => {
      if (ended) return
      ended = true
      clearInterval(dog)
      void worker.terminate()
      done({ next, slowest })
    }
    const look = async () => {
      const round = Atomics.load(at, 0)
      const { user, system } = await worker.cpuUsage()
      const cpu = (user + system) / 1000
      if (round !== watched.round) watched = { round, cpu }
      else if (cpu - watched.cpu > mostMilliseconds + 1000) {
        add(round, `no answer after ${Math.round(cpu - watched.cpu)} ms of processor time`)
        end(round + 1, mostMilliseconds)
      }
    }
    const dog = setInterval(() => void look().catch(() => undefined), 1000)
    worker.on('message', (said: { is: 'fault'; round: number; fault: string } | { is: 'done'; slowest: number }) => {
      if (said.is === 'fault') add(said.round, said.fault)
      else end(task.to, said.slowest)
    })
    worker.on('error', error => {
      const round = Atomics.load(at, 0)
      add(round, `the thread ended: ${error.message}`)
      end(round + 1, 0)
    })
  })
}
