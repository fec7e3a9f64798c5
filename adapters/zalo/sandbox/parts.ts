export interface FilePart {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * The files of a multipart body. Read here and not by `formData`: one official SDK names the type of its file part
 * `multipart/form-data`, which strict parsers refuse; it says nothing about the file either way.
 */
export function filesOf(type: string, body: Uint8Array<ArrayBuffer>): Map<string, FilePart> | undefined {
  const boundary = /^multipart\/form-data;.*?boundary="?([^";]{1,200})"?/i.exec(type)?.[1]
  if (boundary === undefined) return undefined
  const mark = latin(`--${boundary}`)
  const files = new Map<string, FilePart>()
  let at = find(body, mark, 0)
  if (at !== 0) return undefined
  for (;;) {
    const from = at + mark.length
    if (body[from] === 45 && body[from + 1] === 45) return files
    const head = find(body, latin('\r\n\r\n'), from)
    const next = find(body, latin(`\r\n--${boundary}`), from)
    if (head < 0 || next < 0 || next < head) return undefined
    const lines = new TextDecoder().decode(body.subarray(from, head))
    const said = /content-disposition:\s*form-data;([^\r\n]*)/i.exec(lines)?.[1] ?? ''
    const name = /(?:^|[;\s])name="([^"]*)"/.exec(said)?.[1]
    const file = /filename="([^"]*)"/.exec(said)?.[1]
    if (name === undefined || files.has(name)) return undefined
    if (file !== undefined) files.set(name, { name: file, bytes: body.slice(head + 4, next) })
    at = next + 2
  }
}

const latin = (text: string) => Uint8Array.from(text, letter => letter.charCodeAt(0))

function find(body: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted
  for (let at = body.indexOf(first, from); at >= 0; at = body.indexOf(first, at + 1))
    if (wanted.every((byte, place) => body[at + place] === byte)) return at
  return -1
}
