import { z } from 'zod'
import { afterSilence } from '../../src/kit/exchange.ts'
import { challengeOf, makeVerifier } from '../../src/kit/pkce.ts'
import { dayOf } from '../../src/kit/time.ts'
import type { App, Auth, Connected, Health, Io, Json, Problem, Renewed, Session } from '../../src/ports/network.ts'
import { type AccountInfo, listArticles, readAccount } from './calls.ts'
import { consentAddress, ofCode, ofRefresh, unknownEnd } from './oauth.ts'
import { type Answer, openApi } from './openapi.ts'
import type { Cred } from './shape.ts'

export const auth: Auth<Cred> = { begin, finish, adopt, inspect, refresh }

async function begin(app: App, redirect: string, state: string): Promise<{ url: string; keep: Json }> {
  const verifier = makeVerifier()
  const challenge = await challengeOf(verifier)
  return { url: consentAddress({ app: app.id, redirect, challenge, state }), keep: { verifier } }
}

async function finish(io: Io, back: URLSearchParams, _redirect: string, keep?: Json): Promise<Connected<Cred>> {
  const kept = z.object({ verifier: z.string() }).safeParse(keep)
  const code = back.get('code')
  if (!kept.success || !code) return refused({ code: 'zalo.consent_failed' })
  const pair = await ofCode(io, code, kept.data.verifier)
  if (pair.is !== 'pair') return refused(pair.why)
  return accountOf(io, pair.cred, pair.expiresAt, back.get('oa_id') ?? undefined)
}

/** A pair given by hand, as the console's API Explorer shows it. It is not spent by this look. */
async function adopt(io: Io, cred: Cred): Promise<Connected<Cred>> {
  const expiresAt = cred.expiresAt === undefined ? unknownEnd(io.now()) : new Date(cred.expiresAt)
  return accountOf(io, { ...cred, expiresAt: expiresAt.getTime() }, expiresAt)
}

/** The OA behind a token; `chosen` is the one the consent page named. */
async function accountOf(io: Io, cred: Cred, expiresAt: Date, chosen?: string): Promise<Connected<Cred>> {
  const api = openApi(io, cred.access)
  const read = await readAccount(api)
  if (read.is !== 'answer') return refused(whyOf(read))
  const { id, name } = read.value
  if (chosen !== undefined && chosen !== id) return refused({ code: 'zalo.other_account' })
  // Neither the return nor the token names what was unticked: without this the first article would tell, at night.
  const articles = await listArticles(api, 0)
  if (articles.is === 'fault' && articles.fault.is === 'account') return refused(articles.fault.why)
  return { is: 'accounts', accounts: [{ id, name, cred, expiresAt, warnings: warningsOf(io, read.value) }] }
}

async function inspect(to: Session<Cred>): Promise<Health> {
  const read = await readAccount(openApi(to, to.cred.access, to.note))
  if (read.is === 'fault' && read.fault.is === 'account') return { is: 'reconnect', why: read.fault.why }
  if (read.is !== 'answer') return { is: 'unknown', why: whyOf(read) }
  if (read.value.id !== to.account) return { is: 'reconnect', why: { code: 'zalo.other_account' } }
  const end = to.cred.expiresAt === undefined ? {} : { expiresAt: new Date(to.cred.expiresAt) }
  return { is: 'well', ...end, warnings: warningsOf(to, read.value) }
}

/** The old pair may be dead the moment this is answered; a lost answer may have spent it. */
async function refresh(to: Session<Cred>): Promise<Renewed<Cred>> {
  const pair = await ofRefresh(to, to.cred.refresh)
  switch (pair.is) {
    case 'pair':
      return { is: 'renewed', cred: pair.cred, expiresAt: pair.expiresAt }
    case 'refused':
      return { is: 'reconnect', why: pair.why }
    case 'silence':
      return afterSilence(pair)
    default:
      return pair satisfies never
  }
}

function warningsOf(io: Io, account: AccountInfo): Problem[] {
  const [day, month, year] = (account.package_valid_through_date ?? '').split('/')
  const until = year && month && day ? `${year}-${month}-${day}` : undefined
  return [
    ...(account.is_verified === false ? [{ code: 'zalo.account_unverified' }] : []),
    ...(until !== undefined && until < dayOf(io.now())
      ? [{ code: 'zalo.package_over', with: { date: account.package_valid_through_date ?? '' } }]
      : []),
  ]
}

const whyOf = (answer: Exclude<Answer<unknown>, { is: 'answer' }>): Problem =>
  answer.is === 'fault' ? answer.fault.why : answer.why

const refused = (why: Problem): Connected<Cred> => ({ is: 'refused', why })
