import { expect, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { deliver } from '../../jobs/deliver.ts'
import { renew } from '../../jobs/renew.ts'
import { settle } from '../../jobs/settle.ts'
import { hmacSha256Hex } from '../../src/kit/crypto.ts'
import { sharpMedia } from '../../src/runtime/node/media.ts'
import { wordsIn } from '../../src/words/index.ts'
import { addApprovedPost, addDelivery } from '../support/build.ts'
import { setOffice, textOf } from '../support/networks.ts'
import { days, minutes } from '../support/stage.ts'

/** What is wrong with what comes in, told to whoever has to do something about it: the answer, the state, the words. */

const w = wordsIn('vi')
const film = {
  digest: 'f'.repeat(64),
  mime: 'video/mp4',
  width: 1920,
  height: 1080,
  seconds: 300,
  rate: 25,
  videoCodec: 'avc1.640028',
}

test('a film of more than 4 GB is stopped before approval where it is too much, in words that name the size', () => {
  const forms: Record<string, string> = { tiktok: 'video', facebook: 'video', youtube: 'video' }
  const told = Object.entries(forms).map(([id, form]) => {
    const network = networks.get(id)
    const content = { form, title: 'Lễ hội', text: 'Lễ hội', pictures: [], video: { ...film, bytes: 4_000_000_001 } }
    const big = network?.check(content, network.shape.options.parse({})).find(issue => issue.code.endsWith('video_big'))
    return [id, big?.blocks ?? false, big ? w.say(big, network) : '']
  })
  // Facebook takes 10 GB and YouTube 256; what of it is fetched from portals is bound by the core.
  expect(told).toEqual([
    ['tiktok', true, 'Video nặng quá 4 GB.'],
    ['facebook', false, ''],
    ['youtube', false, ''],
  ])
  expect(w.say({ code: 'video.too_big' })).toMatch(/4 GB/)
})

test('a GIF named .jpg is known by its bytes and becomes a JPEG, whatever its address says', async () => {
  const gif = Uint8Array.from(
    atob('R0lGODlhAgACAIAAAP8AAAAAACH5BAAAAAAALAAAAAACAAIAAAIDhFEFADs='),
    sign => sign.codePointAt(0) ?? 0,
  )
  const media = sharpMedia()
  expect(await media.look(gif)).toMatchObject({ is: 'picture', info: { mime: 'image/gif' } })
  const made = await media.jpeg(gif, { longestSide: 2048, bytes: 1_000_000 })
  expect(await media.look(made.bytes)).toMatchObject({ is: 'picture', info: { mime: 'image/jpeg' } })
})

test.each(['zalo', 'youtube', 'tiktok'])(
  '%s: a refresh token that was used up holds the channel after one try, keeps what waits, and says to connect again',
  async network => {
    const office = await setOffice({ jobs: [renew, deliver, settle] })
    const { db, desk, admin, approver, control, sandboxOf, tick } = office
    const channel = await office.connect(network)
    const at = office.now()
    const post = await addApprovedPost(db, {
      unit: desk.root,
      author: admin.actor.id,
      approver: approver.actor.id,
      at,
    })
    const content = { form: 'video', title: 'Tin', text: 'Tin', pictures: [] }
    await addDelivery(db, { ...post, unit: desk.root, channel, at, content, due: new Date(at.getTime() + days(3)) })
    const account = encodeURIComponent(sandboxOf(network).account.id)
    await control(network, `/tokens/${account}`, undefined, 'DELETE')
    await control(network, '/calls', undefined, 'DELETE')
    await tick(days(2))
    await tick(minutes(20))
    const calls = await control<{ path: string }[]>(network, '/calls')
    expect(calls.filter(call => call.path.includes('token'))).toHaveLength(1)
    expect(await db.selectFrom('delivery').select('state').executeTakeFirst()).toEqual({ state: 'queued' })
    expect(await db.selectFrom('hold').select(['scope', 'reason', 'lifted_at']).execute()).toEqual([
      { scope: 'channel', reason: 'channel.reconnect', lifted_at: null },
    ])
    const card = textOf(await (await desk.get('/channels', admin)).text())
    expect(card).toContain('Cần kết nối lại')
    expect(card).toMatch(/1 lượt đang chờ, không lượt nào mất/)
    expect(card).toMatch(/[Kk]ết nối lại/)
  },
)

test('a webhook with one byte changed is refused at every door that has one, and makes no look due', async () => {
  const office = await setOffice({ jobs: [] })
  const { desk, sandboxOf, now, db } = office
  const t = Math.floor(now().getTime() / 1000)
  const bodies = {
    facebook: '{"object":"page","entry":[{"id":"110000000000001","time":1,"changes":[]}]}',
    tiktok: `{"client_key":"x","event":"post.publish.complete","create_time":${t},"user_openid":"u","content":"{}"}`,
  }
  const headersOf = async (network: 'facebook' | 'tiktok', body: string): Promise<Record<string, string>> => {
    const { secret } = sandboxOf(network).registered
    return network === 'facebook'
      ? { 'x-hub-signature-256': `sha256=${await hmacSha256Hex(secret, body)}` }
      : { 'tiktok-signature': `t=${t},s=${await hmacSha256Hex(secret, `${t}.${body}`)}` }
  }
  for (const network of ['facebook', 'tiktok'] as const) {
    const body = bodies[network]
    const headers = await headersOf(network, body)
    const knock = async (sent: string) =>
      (await desk.app.request(`http://desk.test/hooks/${network}`, { method: 'POST', body: sent, headers })).status
    expect([network, await knock(body.replace('1', '2'))]).toEqual([network, 401])
    expect([network, await knock(body)]).toEqual([network, 200])
  }
  const counts = await db.selectFrom('hook_day').select(['network', 'heard', 'forged']).orderBy('network').execute()
  expect(counts).toMatchObject([
    { network: 'facebook', heard: 1, forged: 1 },
    { network: 'tiktok', heard: 1, forged: 1 },
  ])
})
