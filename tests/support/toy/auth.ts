import { z } from 'zod'
import type { Auth, Connected, Health, Io } from '../../../src/ports/network.ts'
import { call, type ToyCred } from './calls.ts'

const me = z.object({ id: z.string(), name: z.string() })

export const auth: Auth<ToyCred> = {
  begin: async (app, redirect, state) => {
    const url = new URL('https://toy.example/consent')
    url.search = new URLSearchParams({ client_id: app.id, redirect_uri: redirect, state }).toString()
    return { url: url.href, keep: { verifier: 'kept by the core' } }
  },
  finish: async (io, back, _redirect, keep) => {
    if (!z.object({ verifier: z.literal('kept by the core') }).safeParse(keep).success)
      return { is: 'refused', why: { code: 'toy.verifier' } }
    const token = back.get('token')
    return token ? adopt(io, { token }) : { is: 'refused', why: { code: 'toy.denied' } }
  },
  adopt,
  inspect: async (to): Promise<Health> => {
    const reply = await call(to, 'GET', '/me', me)
    if (reply.is === 'read') return { is: 'well', warnings: [] }
    if (reply.is === 'error' && reply.status === 401)
      return { is: 'reconnect', why: { code: 'toy.token', status: 401 } }
    return { is: 'unknown', why: { code: 'toy.unread' } }
  },
}

/** The account stands in the token's grant; the toy asks every account it might be by name. */
async function adopt(io: Io, cred: ToyCred): Promise<Connected<ToyCred>> {
  const account = cred.token.split('@')[1]
  if (!account) return { is: 'refused', why: { code: 'toy.token' } }
  const session = {
    ...io,
    cred,
    account,
    settings: {},
    files: { read: async () => undefined, piece: async () => undefined },
    note: () => {},
  }
  const reply = await call(session, 'GET', '/me', me)
  if (reply.is !== 'read') return { is: 'refused', why: { code: 'toy.token' } }
  return { is: 'accounts', accounts: [{ id: reply.value.id, name: reply.value.name, cred, warnings: [] }] }
}
