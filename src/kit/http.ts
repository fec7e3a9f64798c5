/** How a request can fail before a reply. The rule of evidence rests on `sent`. */
export type FaultKind =
  | 'name'
  | 'refused'
  | 'tls'
  | 'blocked'
  | 'timeout'
  | 'reset'
  | 'aborted'
  | 'too_big'
  | 'other'
  /** Of portals alone: robots.txt forbids it or does not answer; it is not our turn. Nothing is sent. */
  | 'robots'
  | 'robots_unreachable'
  | 'busy'

export class FetchFault extends Error {
  override name = 'FetchFault'
  readonly kind: FaultKind
  /** False only when no byte of the request can have left this machine. */
  readonly sent: boolean
  constructor(kind: FaultKind, sent: boolean, message: string) {
    super(message)
    this.kind = kind
    this.sent = sent
  }
}

/** No reply of a network comes near this; a larger one is a fault or an attack and is not read to its end. */
const mostBytes = 4_000_000

/** The whole body as text. Throws `too_big`: the request did arrive. */
export async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  if (!response.body) return text
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.length
    if (bytes > mostBytes) {
      // Not waited for: how long an endless body takes to end is up to the other side.
      void reader.cancel().catch(() => {})
      throw new FetchFault('too_big', true, `reply over ${mostBytes} bytes`)
    }
    text += decoder.decode(value, { stream: true })
  }
}
