import { FetchFault } from '../../../src/kit/http.ts'
import type { Fetch } from '../../../src/ports/network.ts'
import { type ToyServer, Unsent } from './sandbox.ts'

/** The server as a network sees it from here: broken connections are faults that say whether a byte left. */
export const fetchOf =
  (server: Pick<ToyServer, 'fetch'>): Fetch =>
  async (input, init) => {
    try {
      const reply = await server.fetch(new Request(input, init))
      if (reply.headers.has('x-sandbox-drop')) throw new FetchFault('reset', true, 'the connection was reset')
      return reply
    } catch (cause) {
      if (cause instanceof Unsent) throw new FetchFault('refused', false, 'nobody listens')
      throw cause
    }
  }
