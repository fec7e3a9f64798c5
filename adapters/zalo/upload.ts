import type { Session } from '../../src/ports/network.ts'
import type { Cred } from './shape.ts'

/** Read and handed on at a time. */
const PIECE = 1_048_576

export interface Upload {
  body: ReadableStream<Uint8Array>
  headers: Readonly<Record<string, string>>
  /** Our own copy ended before it should: nothing whole can have arrived. */
  lost(): boolean
}

/**
 * One multipart request, pulled piece by piece from our copy by whoever sends it, so that no more than a piece is ever
 * in memory. Its length is known before, so that nothing has to be sent in chunks.
 */
export function uploadOf(
  to: Session<Cred>,
  film: { digest: string; bytes: number; name: string },
  told: (done: number) => Promise<void>,
): Upload {
  const boundary = `lantoa-${crypto.randomUUID()}`
  // A type of the part is left out on purpose: the official SDKs send none or nonsense, and the name decides.
  const head = text(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${film.name}"\r\n\r\n`)
  const tail = text(`\r\n--${boundary}--\r\n`)
  let at = -1
  let lost = false
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        if (at < 0) {
          at = 0
          return stream.enqueue(head)
        }
        if (at >= film.bytes) {
          await told(film.bytes)
          stream.enqueue(tail)
          return stream.close()
        }
        const end = Math.min(at + PIECE, film.bytes)
        const piece = await to.files.piece(film.digest, at, end)
        if (piece?.length !== end - at) {
          lost = true
          return stream.error(new Error('the file is not kept any more'))
        }
        if (at > 0) await told(at)
        at = end
        stream.enqueue(piece)
      },
    },
    { highWaterMark: 0 },
  )
  return {
    body,
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + film.bytes + tail.length),
    },
    lost: () => lost,
  }
}

const text = (letters: string) => new TextEncoder().encode(letters)
