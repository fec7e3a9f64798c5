import { expect, test } from 'vitest'
import { remove, update } from '../../../adapters/facebook/change.ts'
import { FetchFault } from '../../../src/kit/http.ts'
import { linkPost, PAGE } from './builders.ts'
import { APP, failure, json, type Line, type Reply, Script, stage } from './script.ts'

const POST = `${PAGE}_122100000000000001`
const remote = { id: POST }
const owner = (id: string | undefined): Line => ({
  call: `GET /${POST}`,
  reply: json({ id: POST, ...(id && { application: { id } }) }),
})

async function change(verb: 'POST' | 'DELETE', reply: Reply, then: readonly Line[] = []) {
  const script = new Script([{ call: `${verb} /${POST}`, reply }, ...then])
  const { to, notes } = stage(script.fetch)
  const result = verb === 'POST' ? await update(to, remote, linkPost()) : await remove(to, remote)
  script.done()
  return { result, notes, calls: script.calls }
}

test('an edit sends the words and nothing else', async () => {
  const { result, calls } = await change('POST', json({ success: true }))
  expect(result).toEqual({ is: 'done' })
  expect([...(calls[0]?.form.keys() ?? [])].sort()).toEqual(['appsecret_proof', 'message'])
})

test('a removal carries its proof in the address and no body', async () => {
  const { result, calls } = await change('DELETE', json({ success: true }))
  expect(result).toEqual({ is: 'done' })
  expect(calls[0]?.url.searchParams.has('appsecret_proof')).toBe(true)
})

test.each<[string, Reply, string]>([
  ['100/33', failure(100, 33), 'absent'],
  ['803', failure(803), 'absent'],
  ['190/460', failure(190, 460), 'reconnect'],
  ['80001', failure(80001), 'unsent'],
  ['368/1390008', failure(368, 1390008), 'unsent'],
  ['1', failure(1), 'unknown'],
  ['an HTML 502', new Response('<html>', { status: 502 }), 'unknown'],
  ['success: false', json({ success: false }), 'unknown'],
  ['a reset after sending', new FetchFault('reset', true, 'x'), 'unknown'],
  ['a refused connection', new FetchFault('refused', false, 'x'), 'unsent'],
  ['368/1404102', failure(368, 1404102), 'refused'],
])('a change answered by %s is %s, for edits and removals alike', async (_, reply, expected) => {
  expect((await change('POST', reply)).result).toMatchObject({ is: expected })
  expect((await change('DELETE', reply)).result).toMatchObject({ is: expected })
})

test('a post of another app, or of a person, is refused clearly; our own with the same error is not', async () => {
  for (const verb of ['POST', 'DELETE'] as const) {
    for (const error of [failure(200, undefined, 'pages_manage_posts'), failure(100), failure(987)]) {
      for (const maker of ['9', undefined]) {
        const { result } = await change(verb, error, [owner(maker)])
        expect(result).toEqual({ is: 'refused', why: { code: 'facebook.not_ours' } })
      }
    }
    expect((await change(verb, failure(200), [owner(APP.id)])).result).toMatchObject({ is: 'reconnect' })
    expect((await change(verb, failure(100), [owner(APP.id)])).result).toMatchObject({
      is: 'refused',
      why: { code: 'facebook.invalid' },
    })
    expect((await change(verb, failure(200), [{ call: `GET /${POST}`, reply: failure(2) }])).result).toMatchObject({
      is: 'reconnect',
    })
  }
})

test('an edit to nothing is refused without a call', async () => {
  const script = new Script([])
  const { to } = stage(script.fetch)
  expect(await update(to, remote, linkPost({ text: ' ' }))).toMatchObject({ is: 'refused' })
  script.done()
})
