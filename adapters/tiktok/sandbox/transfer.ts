import { UploadError } from './errors.ts'
import type { Reply } from './reply.ts'
import type { Call } from './request.ts'
import type { Task, Upload } from './types.ts'
import type { World } from './world.ts'

const types = ['video/mp4', 'video/quicktime', 'video/webm']

export type Piece = { task: Task; upload: Upload; first: number; last: number }

/**
 * PUT of one piece, in the order of the plan. The address is the whole of the permission; no bearer is documented. What
 * arrives is counted as it comes and not kept, but for its first bytes.
 */
export function findPiece(world: World, call: Call): Piece {
  const token = call.query.get('upload_token')
  const task = [...world.tasks.values()].find(one => one.upload?.token === token)
  const upload = task?.upload
  if (!task || !upload || call.path !== '/video/') throw new UploadError(404, 'no such upload task')
  if (upload.endsAt <= world.now()) throw new UploadError(403, 'the upload url has expired')
  const type = call.headers.get('content-type') ?? ''
  if (!types.includes(type)) throw new UploadError(400, 'the content type is invalid')
  const length = Number(call.headers.get('content-length') ?? Number.NaN)
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(call.headers.get('content-range') ?? '')
  if (!range || !Number.isInteger(length)) throw new UploadError(400, 'content-range and content-length are required')
  const [first = 0, last = 0, total = 0] = range.slice(1).map(Number)
  if (total !== upload.size || last - first + 1 !== length) throw new UploadError(400, 'the length differs')
  const at = Math.floor(upload.received / upload.chunk)
  const end = at >= upload.count - 1 ? upload.size - 1 : (at + 1) * upload.chunk - 1
  if (upload.received >= upload.size || first !== upload.received || last !== end)
    throw new UploadError(416, 'the range does not match the progress', { bytes: upload.received, total: upload.size })
  return { task, upload, first, last }
}

export const isLast = ({ upload, last }: Piece) => last === upload.size - 1

export async function takePiece(world: World, call: Call, piece: Piece): Promise<Reply> {
  const { task, upload, first, last } = piece
  const wanted = last - first + 1
  const taken = await count(call.body, first === 0 ? upload.head : undefined)
  if (taken !== wanted) throw new UploadError(400, 'the length differs from the body')
  upload.received = last + 1
  upload.type = call.headers.get('content-type')
  const done = upload.received === upload.size
  if (done) task.readyAt = world.now() + world.settings.processingMs
  return {
    status: done ? 201 : 206,
    headers: { 'content-range': `bytes 0-${upload.received}/${upload.size}` },
  }
}

async function count(body: ReadableStream<Uint8Array> | null, head: Uint8Array | undefined): Promise<number> {
  if (!body) return 0
  let taken = 0
  try {
    for await (const bytes of body) {
      if (head && taken < head.length) head.set(bytes.subarray(0, head.length - taken), taken)
      taken += bytes.length
    }
  } catch {
    // Cut on its way: what came is too little, and says so.
  }
  return taken
}
