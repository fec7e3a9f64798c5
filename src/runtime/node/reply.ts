import { pipeline, type Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { FetchFault } from '../../kit/http.ts'

/**
 * A standard response whose body is decoded and limited while it is read.
 * @param ended called once, when nothing more will be read.
 */
export function respond(
  answer: Dispatcher.ResponseData,
  method: string,
  limits: { bytes(contentType: string): number },
  faultOf: (cause: unknown) => FetchFault,
  ended: () => void,
): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one)
  const codings = (headers.get('content-encoding') ?? '')
    .toLowerCase()
    .split(',')
    .map(one => one.trim())
  const encodings = codings.filter(coding => coding && coding !== 'identity')
  const status = answer.statusCode
  if (method === 'HEAD' || status === 204 || status === 205 || status === 304) {
    ended()
    answer.body.on('error', () => {}).resume()
    return new Response(null, { status, headers })
  }
  const limit = limits.bytes(headers.get('content-type')?.toLowerCase() ?? '')
  const tooBig = () => new FetchFault('too_big', true, `the reply is longer than ${limit} bytes`)
  if (!encodings.length && Number(headers.get('content-length') ?? 0) > limit) throw tooBig()
  // The body below is the decoded one.
  headers.delete('content-encoding')
  if (encodings.length) headers.delete('content-length')
  const bytes = decode(answer.body, encodings, limit, tooBig)
  let read = 0
  const iterator = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await iterator.next()
        if (next.done) {
          ended()
          return controller.close()
        }
        read += next.value.length
        if (read > limit) throw tooBig()
        controller.enqueue(new Uint8Array(next.value))
      } catch (cause) {
        ended()
        bytes.destroy()
        controller.error(faultOf(cause))
      }
    },
    cancel() {
      ended()
      bytes.destroy()
    },
  })
  return new Response(body, { status, headers })
}

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/**
 * At most two codings, as a proxy may add one; each strict, so that a reply cut short is an error and not a page.
 * Bytes are counted before decoding too: a stream that decodes to nothing would otherwise never end.
 */
function decode(body: Readable, encodings: readonly string[], limit: number, tooBig: () => FetchFault): Readable {
  if (encodings.length > 2) throw new FetchFault('other', true, `${encodings.length} content codings on one reply`)
  let raw = 0
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      raw += chunk.length
      if (raw > limit) done(tooBig())
      else done(null, chunk)
    },
  })
  const steps = encodings.toReversed().map(encoding => {
    const make = decoders[encoding]
    if (!make) throw new FetchFault('other', true, `unknown content coding ${encoding.slice(0, 40)}`)
    return make()
  })
  // The reader below sees the error that ends the pipeline.
  pipeline([body, counter, ...steps], () => {})
  return steps.at(-1) ?? counter
}
