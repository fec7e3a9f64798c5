import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Hono } from 'hono'
import { facebookSandbox } from '../../adapters/facebook/sandbox.ts'
import { png } from '../support/pictures.ts'
import { serve } from '../support/serve.ts'

/** The part of facebook-nodejs-business-sdk that is driven here. */
interface Client {
  FacebookAdsApi: { init(token: string, locale: string, crashLog: boolean): { setDebug(on: boolean): void } }
  FacebookAdsApiBatch: new (api: unknown) => Batch
  Page: new (
    id: string,
  ) => Node & {
    createFeed(fields: string[], params: Row): Promise<Node>
    createPhoto(fields: string[], params: Row): Promise<Node>
    getPublishedPosts(fields: string[], params: Row): Promise<List>
    getInsights(fields: string[], params: Row): Promise<List>
  }
  PagePost: new (id: string) => Node
}
interface Batch {
  add(method: string, path: string[], params: Row, files: null, done: Heard, failed: Heard): unknown
  /** What came back as null, as a batch to send again. */
  execute(): Promise<Batch | null>
}
type Heard = (response: { body: Row }) => void
type Row = Record<string, unknown>
interface Node {
  id: string
  _data: Row
  get(fields: string[]): Promise<Node>
  update(fields: string[], params: Row): Promise<Node>
  delete(fields: string[]): Promise<Node>
}
interface List extends Array<Node> {
  hasNext(): boolean
  next(): Promise<List>
}

const name = 'facebook-nodejs-business-sdk'

function findClient(): Client | null {
  const from = process.env.PROOF_MODULES
  try {
    return createRequire(from === undefined ? import.meta.url : join(from, '..', 'proof.js'))(name)
  } catch {
    return null
  }
}

/** Meta's own SDK drives the sandbox; true when every step was seen to do what it says. */
export async function proveFacebook(): Promise<boolean> {
  const client = findClient()
  if (!client) {
    console.log(`facebook: skipped, ${name} is not installed (set PROOF_MODULES to a node_modules folder that has it)`)
    return true
  }
  const picture = await serve(new Hono().get('/a.png', c => c.body(png(40, 30), 200, { 'content-type': 'image/png' })))
  const sandbox = facebookSandbox()
  const graph = await serve(sandbox.app)
  sandbox.settings.base = graph.url
  try {
    return await drive(client, sandbox, graph.url, `${picture.url}/a.png`)
  } finally {
    await Promise.all([graph.close(), picture.close()])
  }
}

async function drive(client: Client, sandbox: ReturnType<typeof facebookSandbox>, graph: string, picture: string) {
  const app = sandbox.addApp()
  const person = sandbox.addPerson()
  const { id } = sandbox.addPage({ roles: { [person.id]: ['CREATE_CONTENT', 'ANALYZE'] } })
  const token = sandbox.mintToken({ app: app.id, person: person.id, page: id })
  for (const [key, value] of Object.entries({ GRAPH: graph, GRAPH_VIDEO: graph, VERSION: 'v26.0' }))
    Object.defineProperty(client.FacebookAdsApi, key, { configurable: true, get: () => value })
  const api = client.FacebookAdsApi.init(token, 'en_US', false)
  const page = new client.Page(id)

  let good = true
  const step = (what: string, seen: unknown, right: boolean) => {
    console.log(`facebook: ${right ? 'ok   ' : 'WRONG'} ${what}: ${JSON.stringify(seen)}`)
    good &&= right
  }
  const visible = () => sandbox.ledger().filter(row => row.visible)
  const refusal = async (call: Promise<unknown>): Promise<Row> => {
    const fault: unknown = await call.then(
      () => ({}),
      fault => fault,
    )
    return Object((fault as { response?: unknown }).response)
  }

  const text = await page.createFeed([], { message: 'Lịch tiếp công dân tháng 12' })
  step('publish text', text.id, visible()[0]?.postId === text.id)

  sandbox.advance(1000)
  const link = await page.createFeed(['id', 'permalink_url'], {
    message: 'Tin có liên kết',
    link: 'https://example.gov.vn/tin',
  })
  step('publish link, read after write', link._data.permalink_url, visible()[1]?.link === 'https://example.gov.vn/tin')

  sandbox.advance(1000)
  const photo = await page.createPhoto([], { url: picture, caption: 'Ảnh', alt_text_custom: 'Trụ sở' })
  const shown = visible()[2]
  step('publish photo by address', photo._data, shown?.postId === photo._data.post_id && shown?.photos[0]?.width === 40)

  sandbox.advance(1000)
  const stored = await page.createPhoto([], { url: picture, published: false })
  const album = await page.createFeed([], { message: 'Ảnh đính kèm', attached_media: [{ media_fbid: stored.id }] })
  step('publish a stored photo', album.id, visible()[3]?.photos[0]?.id === stored.id)

  let list = await page.getPublishedPosts(['id', 'message', 'attachments'], { limit: 2 })
  const sizes = [list.length]
  const ids = list.map(post => post.id)
  while (list.hasNext()) {
    list = await list.next()
    sizes.push(list.length)
    ids.push(...list.map(post => post.id))
  }
  step('list through an empty page', sizes, sizes.join() === '2,0,2' && new Set(ids).size === 4)

  const again = await refusal(page.createFeed([], { message: 'Ảnh đính kèm' }))
  step('the same text again', again.code, again.code === 506)

  const post = new client.PagePost(text.id)
  await post.update([], { message: 'Lịch tiếp công dân (đính chính)' })
  const read = await post.get(['message', 'is_published', 'application'])
  step('edit and read back', read._data.message, read._data.message === 'Lịch tiếp công dân (đính chính)')

  const field = await refusal(post.get(['id', 'foo']))
  step('an unknown field', field.message, field.code === 100)
  const old = await refusal(post.get(['link']))
  step('a removed field', old.message, old.code === 12)
  const metric = await refusal(page.getInsights([], { metric: ['page_media_view', 'page_impressions'] }))
  step('a dead metric', metric.message, metric.code === 100)

  const answers: Row[] = []
  const note: Heard = response => answers.push(response.body)
  const batch = new client.FacebookAdsApiBatch(api)
  batch.add('GET', [text.id], { fields: 'id' }, null, note, note)
  batch.add('DELETE', [link.id], {}, null, note, note)
  batch.add('GET', [link.id], { fields: 'id' }, null, note, note)
  sandbox.levers.pull({ what: 'null', on: 'read' })
  const rest = await batch.execute()
  step('a batch of three, the first part null', answers, answers.length === 2 && visible().length === 3)
  await rest?.execute()
  step('the null part sent again', answers[2], answers[2]?.id === text.id)

  await post.delete([])
  const twice = await refusal(post.delete([]))
  step('delete, and delete again', twice.error_subcode, visible().length === 2 && twice.error_subcode === 33)

  sandbox.levers.failAfter(1)
  const fault = await refusal(page.createFeed([], { message: 'Máy chủ lỗi' }))
  step('500 after the effect', fault.code, fault.code === 2 && visible().length === 3)
  sandbox.levers.loseReplies(1)
  const lost = await page.createFeed([], { message: 'Mất trả lời' }).then(
    () => 'answered',
    (reason: Error) => reason.message,
  )
  step('a lost reply', lost, lost.includes('no response') && visible().length === 4)
  sandbox.levers.killToken({ page: id, subcode: 460 })
  const dead = await refusal(page.createFeed([], { message: 'Hết phiên' }))
  step('a dead token', [dead.code, dead.error_subcode], dead.code === 190 && dead.error_subcode === 460)
  return good
}
