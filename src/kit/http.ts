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
