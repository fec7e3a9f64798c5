import { Worker } from 'node:worker_threads'
import type { Came, ListRules, Read, Readers } from '../../ports/portal.ts'

const kinds = ['feed', 'article', 'sitemap', 'listing', 'posts'] as const
type Kind = (typeof kinds)[number]

export interface Order {
  id: number
  what: Kind
  bytes: Uint8Array
  came: Omit<Came, 'headers'> & { headers?: [string, string][]; list?: ListRules }
}

export interface Answered {
  id: number
  read: Read<unknown>
}

export interface ExtractLimits {
  /** Milliseconds one document may take; a page of a portal takes some 40. */
  ms: number
  /** Megabytes of its heap. */
  heapMb: number
  /** Milliseconds without work after which the thread ends: it weighs some 60 MB. */
  idleMs: number
}

export const usualLimits: ExtractLimits = { ms: 20_000, heapMb: 384, idleMs: 60_000 }

interface Waiting extends Order {
  done(read: Read<unknown>): void
}

export interface RunningReaders extends Readers {
  /** Whether the thread lives. */
  isAwake(): boolean
  close(): Promise<void>
}

/**
 * Reads what portals give in a thread of its own, one document at a time: what hangs or eats memory takes the thread with
 * it and becomes a named problem, and the next document gets a new one. Started when first needed, ended when idle.
 */
export function threadedReaders(
  inner: Readers,
  limits: ExtractLimits = usualLimits,
  file = threadFile,
): RunningReaders {
  const queue: Waiting[] = []
  let current: Waiting | undefined
  let thread: Worker | undefined
  let timer: NodeJS.Timeout | undefined
  let serial = 0

  function wake(): Worker {
    if (thread) return thread
    const fresh = new Worker(file, {
      // Deep nesting overflows a small stack sooner than it fills a heap.
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
      stdout: true,
      stderr: true,
    })
    fresh.on('message', ({ id, read }: Answered) => {
      if (thread === fresh && current?.id === id) finish(read)
    })
    const died = (code: string, detail: string) => {
      if (thread !== fresh) return
      thread = undefined
      if (current) finish({ is: 'unreadable', code, detail })
    }
    fresh.on('error', (cause: NodeJS.ErrnoException) =>
      cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? died('reading.too_heavy', `reading it took more than ${limits.heapMb} MB`)
        : died('reading.failed', cause.message),
    )
    fresh.on('exit', () => died('reading.failed', 'the thread that read it ended'))
    fresh.unref()
    thread = fresh
    return fresh
  }

  function finish(read: Read<unknown>): void {
    clearTimeout(timer)
    const ended = current
    current = undefined
    ended?.done(read)
    next()
  }

  function next(): void {
    if (current) return
    current = queue.shift()
    if (!current) {
      timer = setTimeout(() => void rest(), limits.idleMs)
      timer.unref()
      return
    }
    clearTimeout(timer)
    const { done: _, ...order } = current
    timer = setTimeout(() => {
      void rest()
      finish({ is: 'unreadable', code: 'reading.too_slow', detail: `reading it took longer than ${limits.ms} ms` })
    }, limits.ms)
    wake().postMessage(order)
  }

  function rest(): Promise<number> | undefined {
    const old = thread
    thread = undefined
    return old?.terminate()
  }

  const ask = <T>(what: Kind, bytes: Uint8Array, { headers, ...came }: Came & { list?: ListRules }) =>
    new Promise<Read<T>>(done => {
      // The thread answers each order in its own kind.
      const settle = (read: Read<unknown>) => done(read as Read<T>)
      const pairs = headers instanceof Headers ? [...headers] : undefined
      queue.push({ id: ++serial, what, bytes, came: { ...came, ...(pairs && { headers: pairs }) }, done: settle })
      next()
    })
  return {
    feed: (bytes, came) => ask('feed', bytes, came),
    article: (bytes, came) => ask('article', bytes, came),
    sitemap: (bytes, came) => ask('sitemap', bytes, came),
    listing: (bytes, came) => ask('listing', bytes, came),
    posts: (bytes, came) => ask('posts', bytes, came),
    // Cheap on any input: patterns and addresses.
    recognise: inner.recognise,
    families: inner.families,
    waysOf: inner.waysOf,
    identity: inner.identity,
    isAwake: () => thread !== undefined,
    close: async () => {
      clearTimeout(timer)
      for (const one of queue.splice(0))
        one.done({ is: 'unreadable', code: 'reading.failed', detail: 'the process ends' })
      await rest()
    },
  }
}

/** Beside this file, in the form in which this file runs. */
const threadFile = new URL(import.meta.url.replace(/extract\.(ts|js)([?#].*)?$/, 'extract-thread.$1'))
