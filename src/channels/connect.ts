import { z } from 'zod'
import { record } from '../audit/queries.ts'
import type { Ctx } from '../context.ts'
import { sha256Hex } from '../kit/crypto.ts'
import type { Actor } from '../people/person.ts'
import { jsonShape, problemShape } from '../ports/content.ts'
import type { Account, AnyNetwork, Connected, Json, Problem } from '../ports/network.ts'
import { attach } from './attach.ts'
import { consentWithin } from './channel.ts'
import { sealCredential } from './credential.ts'
import {
  addChannel,
  addConsent,
  endConsent,
  findByAccount,
  findChannel,
  findConsent,
  keepAccounts,
  keepWarnings,
  liftReconnect,
  lookNow,
  mayConnect,
  reviveChannel,
  storeCredential,
  takeReturn,
} from './queries.ts'
import { findApp, ioOf } from './session.ts'

/** Where a connection belongs: a new channel of a unit, or one that is connected again. */
export type Target = { unit: number } | { channel: number }

/** How long the calls of one consent may take. */
const patience = 30_000

export type Begun =
  | { is: 'begun'; url: string }
  | { is: 'forbidden' }
  | { is: 'missing' }
  | { is: 'no_network' }
  /** No application is registered for this network; the operator has to name one. */
  | { is: 'no_app' }

/** Sends the administrator to the network's consent page. The state token is kept as its hash only. */
export async function beginConsent(
  ctx: Ctx,
  by: Actor,
  given: { network: string; target: Target; redirect: string },
): Promise<Begun> {
  const network = ctx.networks.get(given.network)
  if (!network) return { is: 'no_network' }
  const place = await placeOf(ctx, by, given.target, given.network)
  if (place.is !== 'place') return place
  const app = findApp(ctx, given.network)
  if (!app) return { is: 'no_app' }
  const state = randomState()
  const stateHash = await sha256Hex(state)
  const { url, keep } = await network.auth.begin(app, given.redirect, state)
  const sealed = await ctx.sealer.seal(JSON.stringify({ redirect: given.redirect, keep }), aboutConsent(stateHash))
  await addConsent(ctx.db, {
    stateHash,
    network: given.network,
    unit: place.unit,
    channel: place.channel,
    person: by.id,
    sealed,
    at: ctx.now(),
  })
  return { is: 'begun', url }
}

export interface Choice {
  id: string
  name: string
  warnings: readonly Problem[]
}

export type Finished =
  | { is: 'accounts'; accounts: readonly Choice[] }
  | { is: 'refused'; why: Problem }
  /** Not begun here, not by this person, used before, or too old. */
  | { is: 'no_consent' }

/** Back from the network: the accounts to choose from. Their credentials wait sealed, and only for this person. */
export async function finishConsent(ctx: Ctx, by: Actor, back: URLSearchParams): Promise<Finished> {
  const state = back.get('state')
  if (!state) return { is: 'no_consent' }
  const stateHash = await sha256Hex(state)
  const consent = await takeReturn(ctx.db, stateHash, by.id, consentSince(ctx), ctx.now())
  const network = consent && ctx.networks.get(consent.network)
  const plain = consent?.sealed && (await ctx.sealer.open(consent.sealed, aboutConsent(stateHash)))
  if (!consent || !network || !plain) return { is: 'no_consent' }
  const { redirect, keep } = z.object({ redirect: z.string(), keep: jsonShape.optional() }).parse(JSON.parse(plain))
  const io = ioOf(ctx, consent.network, AbortSignal.timeout(patience))
  const connected: Connected<unknown> = await network.auth.finish(io, back, redirect, keep as Json | undefined)
  if (connected.is === 'refused') return connected
  const accounts = JSON.stringify(connected.accounts)
  await keepAccounts(ctx.db, stateHash, await ctx.sealer.seal(accounts, aboutConsent(stateHash)))
  return { is: 'accounts', accounts: connected.accounts.map(({ id, name, warnings }) => ({ id, name, warnings })) }
}

export type Adopted =
  | { is: 'connected'; channel: number; warnings: readonly Problem[] }
  | { is: 'refused'; why: Problem }
  | { is: 'no_consent' }
  | { is: 'forbidden' }
  | { is: 'missing' }
  | { is: 'no_network' }
  | { is: 'no_account' }
  /** The credential opens other accounts and none of them is this channel's. */
  | { is: 'other_account'; known: string; given: string }
  /** The account belongs to a channel of another unit. */
  | { is: 'elsewhere' }

export async function chooseAccount(ctx: Ctx, by: Actor, state: string, account: string): Promise<Adopted> {
  const stateHash = await sha256Hex(state)
  const consent = await findConsent(ctx.db, stateHash, by.id, consentSince(ctx))
  const network = consent && ctx.networks.get(consent.network)
  const plain = consent?.sealed && (await ctx.sealer.open(consent.sealed, aboutConsent(stateHash)))
  if (!consent || !network || !plain) return { is: 'no_consent' }
  const accounts = accountsOf(network).parse(JSON.parse(plain))
  const chosen = accounts.find(({ id }) => id === account)
  if (!chosen) return { is: 'no_account' }
  const target = consent.channel_id === null ? { unit: consent.unit_id } : { channel: consent.channel_id }
  const adopted = await adopt(ctx, by, network, target, chosen, accounts)
  if (adopted.is === 'connected') await endConsent(ctx.db, stateHash, ctx.now())
  return adopted
}

/** A credential given by hand, checked by the network like one from a consent. */
export async function adoptByHand(
  ctx: Ctx,
  by: Actor,
  given: { network: string; target: Target; cred: unknown; account?: string },
): Promise<Adopted> {
  const network = ctx.networks.get(given.network)
  if (!network) return { is: 'no_network' }
  const place = await placeOf(ctx, by, given.target, given.network)
  if (place.is !== 'place') return place
  const cred = network.shape.cred.safeParse(given.cred)
  if (!cred.success) return { is: 'refused', why: { code: 'channel.credential_shape' } }
  const io = ioOf(ctx, given.network, AbortSignal.timeout(patience))
  const connected: Connected<unknown> = await network.auth.adopt(io, cred.data)
  if (connected.is === 'refused') return connected
  const wanted = given.account
  const chosen = wanted ? connected.accounts.find(({ id }) => id === wanted) : connected.accounts[0]
  if (!chosen || (!wanted && connected.accounts.length > 1)) return { is: 'no_account' }
  return adopt(ctx, by, network, given.target, chosen, connected.accounts)
}

/** Stores the credential and frees the channel: what waited goes out, to the same account and no other. */
async function adopt(
  ctx: Ctx,
  by: Actor,
  network: AnyNetwork,
  target: Target,
  chosen: Account<unknown>,
  offered: readonly Account<unknown>[],
): Promise<Adopted> {
  const place = await placeOf(ctx, by, target, network.about.id)
  if (place.is !== 'place') return place
  const known = 'channel' in target ? await findChannel(ctx.db, by.id, target.channel) : undefined
  if (known && known.account !== chosen.id) {
    const same = offered.find(({ id }) => id === known.account)
    return { is: 'other_account', known: known.name, given: same ? same.name : chosen.name }
  }
  const at = ctx.now()
  const done = await ctx.db.transaction().execute(async (trx): Promise<Adopted> => {
    const there = await findByAccount(trx, network.about.id, chosen.id)
    if (there && there.unit_id !== place.unit) return { is: 'elsewhere' }
    const { id } =
      there ??
      (await addChannel(trx, {
        unit: place.unit,
        network: network.about.id,
        account: chosen.id,
        name: chosen.name,
        settings: '{}',
        at,
      }))
    const sealed = await sealCredential(ctx, id, chosen.cred)
    await storeCredential(trx, id, { sealed, expiresAt: chosen.expiresAt ?? null, at })
    await reviveChannel(trx, id, chosen.name)
    await keepWarnings(trx, id, chosen.warnings)
    await liftReconnect(trx, id, at, by.id)
    await lookNow(trx, id, at)
    await record(trx, {
      at,
      person: by.id,
      via: by.via,
      verb: there ? 'channel.reconnected' : 'channel.connected',
      subject: 'channel',
      subjectId: id,
      unit: place.unit,
      detail: { network: network.about.id, account: chosen.id },
    })
    return { is: 'connected', channel: id, warnings: chosen.warnings }
  })
  if (done.is !== 'connected') return done
  ctx.nudge('deliver')
  ctx.nudge('settle')
  return { ...done, warnings: await attach(ctx, network, done.channel, done.warnings) }
}

type Place = { is: 'place'; unit: number; channel: number | null } | { is: 'forbidden' } | { is: 'missing' }

async function placeOf(ctx: Ctx, by: Actor, target: Target, network: string): Promise<Place> {
  if ('unit' in target) {
    const may = await mayConnect(ctx.db, by, target.unit)
    return may ? { is: 'place', unit: target.unit, channel: null } : { is: 'forbidden' }
  }
  const channel = await findChannel(ctx.db, by.id, target.channel)
  if (!channel || channel.network !== network) return { is: 'missing' }
  const may = await mayConnect(ctx.db, by, channel.unit_id)
  return may ? { is: 'place', unit: channel.unit_id, channel: channel.id } : { is: 'forbidden' }
}

/** What waited sealed between the return and the choice; credentials are parsed by the adapter's own shape. */
const accountsOf = (network: AnyNetwork) =>
  z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      cred: network.shape.cred,
      expiresAt: z.coerce.date().optional(),
      warnings: z.array(problemShape),
    }),
  )

const aboutConsent = (stateHash: string) => `consent:${stateHash}`

const consentSince = (ctx: Ctx) => new Date(ctx.now().getTime() - consentWithin)

/** 256 random bits in letters that need no escaping in an address. */
function randomState(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, sign => ({ '+': '-', '/': '_', '=': '' })[sign] ?? '')
}
