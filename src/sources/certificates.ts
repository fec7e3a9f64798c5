/** Whether text is certificates and nothing else: PEM blocks, each one X.509 by its outer shape, and no private key. */
export function areCertificates(pem: string): boolean {
  if (/PRIVATE KEY/.test(pem)) return false
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----\s*([A-Za-z0-9+/=\s]+?)\s*-----END CERTIFICATE-----/g)]
  return blocks.length > 0 && blocks.length <= 20 && blocks.every(([, body = '']) => isCertificate(body))
}

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280 §4.1), in DER. */
function isCertificate(base64: string): boolean {
  let bytes: Uint8Array
  try {
    bytes = Uint8Array.from(atob(base64.replace(/\s+/g, '')), letter => letter.charCodeAt(0))
  } catch {
    return false
  }
  const whole = readElement(bytes, 0)
  if (whole?.tag !== sequence || whole.end !== bytes.length) return false
  const signed = readElement(bytes, whole.start)
  const algorithm = signed && readElement(bytes, signed.end)
  const signature = algorithm && readElement(bytes, algorithm.end)
  return (
    signed?.tag === sequence &&
    algorithm?.tag === sequence &&
    signature?.tag === bitString &&
    signature.end === whole.end
  )
}

const sequence = 0x30
const bitString = 0x03

function readElement(bytes: Uint8Array, at: number): { tag: number; start: number; end: number } | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  if (first < 0x80) return within({ tag, start: at + 2, end: at + 2 + first }, bytes)
  const more = first & 0x7f
  if (more < 1 || more > 3) return undefined
  const size = bytes.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0)
  return within({ tag, start: at + 2 + more, end: at + 2 + more + size }, bytes)
}

const within = <T extends { end: number }>(element: T, bytes: Uint8Array): T | undefined =>
  element.end <= bytes.length ? element : undefined
