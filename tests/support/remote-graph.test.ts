import { expect, test } from 'vitest'
import { startGraph } from './remote-graph.ts'

test('a sandbox of its own keeps what a lost reply left behind', async () => {
  const graph = await startGraph()
  const app = await graph.make('apps', {})
  const person = await graph.make('people', {})
  const page = await graph.make('pages', { roles: { [person.id]: ['CREATE_CONTENT'] } })
  const { value } = await graph.make<{ value: string }>('tokens', { app: app.id, person: person.id, page: page.id })
  await graph.pull({ what: 'lose', account: page.id })
  const body = new URLSearchParams({ message: 'Tin', access_token: value })
  await expect(fetch(`${graph.url}/v26.0/${page.id}/feed`, { method: 'POST', body })).rejects.toThrow('fetch failed')
  expect(await graph.ledger()).toMatchObject([{ account: page.id, message: 'Tin', visible: true }])
  await expect(graph.pull({ what: 'explode' })).rejects.toThrow('levers')
  await graph.close()
})
