/** The inside of the thread that takes portals' bytes apart. It knows nothing but bytes and answers. */
import { parentPort } from 'node:worker_threads'
import { readers } from '../../../adapters/portals/index.ts'
import type { Answered, Order } from './extract.ts'

parentPort?.on('message', ({ id, what, bytes, came: { headers, ...came } }: Order) => {
  const answered: Answered = {
    id,
    read: readers[what](bytes, { ...came, ...(headers && { headers: new Headers(headers) }) }),
  }
  parentPort?.postMessage(answered)
})
