import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface Certificate {
  pem: string
  keyPem: string
  name: string
  key: KeyObject
}

/** A certificate authority of the test's own; below another one it is an intermediate. */
export const makeCa = (name: string, by?: Certificate) => make(name, by, { ca: true, hosts: [] })

/** For a server with these names. */
export const makeLeaf = (by: Certificate, hosts: readonly string[], days = 30) =>
  make(hosts[0] ?? '', by, { ca: false, hosts, days })

interface Shape {
  ca: boolean
  hosts: readonly string[]
  days?: number
}

/** X.509 v3 by hand (RFC 5280 §4.1): ECDSA on P-256 with SHA-256, nothing that a test does not need. */
function make(name: string, by: Certificate | undefined, { ca, hosts, days = 30 }: Shape): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = seq(oid('2a8648ce3d040302'))
  const hour = 3_600_000
  const now = Date.now()
  const extensions = seq(
    extension('551d13', seq(...(ca ? [der(0x01, Buffer.from([0xff]))] : []))),
    ...(hosts.length ? [extension('551d11', seq(...hosts.map(host => der(0x82, Buffer.from(host)))))] : []),
  )
  const signed = seq(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), Buffer.from(crypto.getRandomValues(new Uint8Array(8)))])),
    algorithm,
    nameOf(by?.name ?? name),
    seq(time(now + Math.min(0, days) * 2 * 24 * hour - hour), time(now + days * 24 * hour)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  )
  const signature = sign('sha256', signed, by?.key ?? privateKey)
  const whole = seq(signed, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const pem = `-----BEGIN CERTIFICATE-----\n${lines(whole.toString('base64'))}-----END CERTIFICATE-----\n`
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { pem, keyPem, name, key: createPrivateKey(keyPem) }
}

function der(tag: number, body: Buffer): Buffer {
  const size = body.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const seq = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts))
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const nameOf = (text: string) => seq(der(0x31, seq(oid('550403'), der(0x0c, Buffer.from(text)))))
const extension = (id: string, value: Buffer) => seq(oid(id), der(0x01, Buffer.from([0xff])), der(0x04, value))
const time = (at: number) => der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
const lines = (text: string) => text.replace(/.{1,64}/g, '$&\n')
