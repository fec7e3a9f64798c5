/** An installation before the storm: its applications at the networks, its channels, people and approved deliveries. */
import sharp from 'sharp'
import { sealCredential } from '../../../src/channels/credential.ts'
import type { Db } from '../../../src/db/open.ts'
import { makeSealer } from '../../../src/kit/sealer.ts'
import type { Picture } from '../../../src/ports/network.ts'
import { folderFiles } from '../../../src/runtime/node/files.ts'
import { addApprovedPost, addChannel, addDelivery, addPerson, addUnit } from '../../support/build.ts'
import { mp4 } from '../../support/films.ts'
import { between, type Plan, type Random } from './plan.ts'
import { type App, accessLife, type Control, type Goods, type Side } from './side.ts'

export type Actor = Awaited<ReturnType<typeof addPerson>>

export interface Channel {
  id: number
  account: string
  side: Side
}

export interface Furnished {
  channels: Channel[]
  editor: Actor
  approver: Actor
  admin: Actor
}

export interface Given {
  plan: Plan
  random: Random
  controls: ReadonlyMap<string, Control>
  apps: Readonly<Record<string, App>>
  sides: readonly Side[]
  key: string
  folder: string
  epoch: number
  /** Of all installations; each has its part. */
  share: number
  place: number
}

/** Channels take turns among the networks, deliveries among the channels. */
export async function furnish(db: Db, given: Given): Promise<Furnished> {
  const { plan, random, controls, apps, sides } = given
  const sealer = await makeSealer(new Uint8Array(Buffer.from(given.key, 'hex')))
  const unit = await addUnit(db)
  const editor = await addPerson(db, { unit, role: 'editor' })
  const approver = await addPerson(db, { unit, role: 'approver' })
  const admin = await addPerson(db, { unit, role: 'admin' })
  const at = new Date(given.epoch)
  const channels: Channel[] = []
  for (let n = 0; n < plan.channels / given.share; n++) {
    const side = sides[n % sides.length]
    const control = side && controls.get(side.id)
    const app = side && apps[side.id]
    if (!side || !control || !app) throw new Error('a network without a sandbox')
    const turn = Math.floor(n / sides.length)
    const account = await side.account(control, app, turn)
    // Their first tokens end at different moments of the storm.
    const granted = await side.grant(control, app, account, Math.round(between(random, 0.2, 1) * accessLife))
    const seal = (id: number) => sealCredential({ sealer }, id, granted.cred)
    const expiresAt = granted.expiresAt === undefined ? null : new Date(granted.expiresAt)
    const settings = side.network.shape.settings.parse(side.settings(turn))
    const { id } = await addChannel(db, { unit, network: side.id, account, settings, seal, expiresAt, storedAt: at })
    channels.push({ id, account, side })
  }
  const goods = await makeGoods(given.folder, given.place)
  for (let n = 0; n < plan.deliveries / given.share; n++) {
    const channel = channels[n % channels.length]
    if (!channel) throw new Error('no channel')
    const text = `Tin ${given.place + 1}-${n + 1}: lịch tiếp công dân của xã ${Math.floor(random() * 1e9)}`
    const turn = Math.floor((n % channels.length) / sides.length)
    const made = await channel.side.content(random, text, goods, turn)
    const post = await addApprovedPost(db, { unit, author: editor.id, approver: approver.id, at })
    const due = new Date(given.epoch + (1_000 + between(random, 0, plan.spread)) * plan.speed)
    await addDelivery(db, { ...post, unit, channel: channel.id, ...made, at, due, urgent: random() < 0.1 })
  }
  return { channels, editor, approver, admin }
}

async function makeGoods(folder: string, place: number): Promise<Goods> {
  const files = folderFiles(folder)
  const pictures: Picture[] = []
  for (const background of ['#a33', '#3a3'] as const) {
    const image = sharp({ create: { width: 120, height: 90, channels: 3, background } })
    const bytes = new Uint8Array(await image.jpeg().toBuffer())
    const digest = await files.keep(bytes)
    pictures.push({ digest, mime: 'image/jpeg', width: 120, height: 90, bytes: bytes.length, alt: 'Hội nghị' })
  }
  let films = 0
  const film: Goods['film'] = async () => {
    // Two parts of a resumable upload; the length tells films apart.
    const bytes = mp4({ width: 1080, height: 1920, seconds: 20, rate: 30, bytes: 300_000 + place * 10_000 + ++films })
    const digest = await files.keep(bytes)
    const codecs = { videoCodec: 'avc1.640028', audioCodec: 'mp4a.40.2' }
    return {
      digest,
      mime: 'video/mp4',
      bytes: bytes.length,
      width: 1080,
      height: 1920,
      seconds: 20,
      rate: 30,
      ...codecs,
    }
  }
  return { pictures, film }
}
