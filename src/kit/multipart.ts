/**
 * A multipart/form-data body as bytes. Built here and not by FormData, because a fetch and the FormData beside it may
 * come from different packages (undici's own and Node's do not know each other) and then the body becomes "[object FormData]".
 */
export type Part =
  | { name: string; value: string }
  | { name: string; file: { name: string; mime: string; bytes: Uint8Array } }

export function multipart(parts: readonly Part[]): { body: Uint8Array<ArrayBuffer>; contentType: string } {
  const boundary = `lantoa-${crypto.randomUUID()}`
  const chunks: Uint8Array[] = []
  for (const part of parts) {
    chunks.push(encoder.encode(`--${boundary}\r\n${headOf(part)}\r\n\r\n`))
    chunks.push('value' in part ? encoder.encode(part.value.replace(/\r\n?|\n/g, '\r\n')) : part.file.bytes)
    chunks.push(encoder.encode('\r\n'))
  }
  chunks.push(encoder.encode(`--${boundary}--\r\n`))
  return { body: join(chunks), contentType: `multipart/form-data; boundary=${boundary}` }
}

const encoder = new TextEncoder()

function headOf(part: Part): string {
  const head = `Content-Disposition: form-data; name="${escaped(part.name)}"`
  return 'value' in part
    ? head
    : `${head}; filename="${escaped(part.file.name)}"\r\nContent-Type: ${part.file.mime.replace(/[\r\n]/g, '')}`
}

/** As browsers do it (HTML standard, multipart/form-data encoding): quotes and line ends percent-encoded. */
function escaped(name: string): string {
  return name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}

function join(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
