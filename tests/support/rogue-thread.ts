/** Stands in for the thread that reads: hangs, eats memory or dies when the bytes say so. */
import { parentPort } from 'node:worker_threads'

parentPort?.on('message', ({ id, bytes }: { id: number; bytes: Uint8Array }) => {
  const text = Buffer.from(bytes).toString()
  if (text === 'hang') for (;;);
  if (text === 'eat') {
    const eaten: unknown[] = []
    for (;;) eaten.push(new Array(100_000).fill({ at: eaten.length }))
  }
  if (text === 'die') process.exit(3)
  if (text === 'throw') throw new Error('thrown inside')
  parentPort?.postMessage({ id, read: { is: 'read', value: { text }, warnings: [] } })
})
