import { someTime } from '../../support/build.ts'
import { fetchOf } from '../../support/toy/fetch.ts'
import { toy } from '../../support/toy/index.ts'
import { createToyServer } from '../../support/toy/sandbox.ts'
import { contract } from '../contract.ts'

contract(toy, async () => {
  const server = createToyServer(() => someTime)
  const account = '100000000000001'
  const token = server.grant(account)
  return {
    session: (given = {}) => ({
      app: { id: '7000', secret: 'toy-app-secret' },
      fetch: fetchOf(server),
      now: () => someTime,
      signal: new AbortController().signal,
      cred: { token },
      account,
      settings: {},
      files: { read: async () => undefined, piece: async () => undefined },
      note: () => {},
      ...given,
    }),
    contents: {
      text: n => ({ form: 'text', text: `Tin số ${n}`, pictures: [] }),
      steps: n => ({ form: 'steps', text: `Tin hai bước số ${n}`, pictures: [] }),
    },
    visible: () => server.posts.filter(post => !post.removed).map(post => post.id),
    levers: {
      loseReply: () => server.next({ is: 'lose' }),
      loseCall: () => server.next({ is: 'swallow' }),
      lie: () => server.next({ is: 'lie' }),
      garble: () => server.next({ is: 'garbage' }),
      refuse: () => server.refuse(1),
      limit: () => server.rateLimit(1, 90),
      revoke: () => server.expire(account),
    },
    secrets: [token, 'toy-app-secret'],
  }
})
