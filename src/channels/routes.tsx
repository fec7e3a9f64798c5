import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Env } from '../http/env.ts'
import { forbidden, notFound } from '../http/errors.tsx'
import { field, idOf, once, readForm, readQuery } from '../http/forms.ts'
import { abilities, can, may } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { never } from '../kit/never.ts'
import type { Problem } from '../ports/network.ts'
import { Empty } from '../ui/empty.tsx'
import type { Errors, Values } from '../ui/form.tsx'
import { unitsOf } from '../units/queries.ts'
import { type Adopted, adoptByHand, beginConsent, chooseAccount, finishConsent, type Target } from './connect.ts'
import { inspectNow } from './inspect.ts'
import { Channels, Connect, Leave, Pick, Refused, type Said, secretsOf } from './pages.tsx'
import { channelCards, findChannel } from './queries.ts'

const empty = z.literal('').transform(() => undefined)
const where = { network: z.string().max(40), unit: empty.or(field.id()).optional(), channel: field.id().optional() }
const done = z.object({
  done: z
    .enum(['connected', 'seen_well', 'seen_broken', 'seen_unknown', 'settings_saved', 'settings_unchanged'])
    .optional()
    .catch(undefined),
})

export const channels = new Hono<Env>()
  .get('/channels', can('see_setup'), async c => {
    const { ctx, actor, roles, words: w } = c.var
    const result = readQuery(c, done).done
    const mayConnect = may(roles, 'set_up')
    const said: Said | undefined = result && {
      kind: result === 'seen_broken' || result === 'seen_unknown' ? 'warning' : 'success',
      text: w.t(`channels.${result}`),
    }
    return page(
      c,
      {
        title: w.t('channels.title'),
        actions: mayConnect ? (
          <a class="btn btn-primary" href="/channels/new">
            {w.t('channels.connect')}
          </a>
        ) : undefined,
      },
      <Channels
        w={w}
        now={ctx.now()}
        channels={await channelCards(ctx.db, actor.id)}
        networkOf={id => ctx.networks.get(id)}
        mayConnect={mayConnect}
        said={said}
      />,
    )
  })
  .get('/channels/new', can('set_up'), c => showConnect(c))
  .get('/channels/:id/connect', can('set_up'), async c => {
    const channel = await known(c)
    return channel ? showConnect(c, { channel }) : notFound(c)
  })
  .post('/channels/:id/inspection', can('set_up'), c =>
    once(c, async () => {
      const id = idOf(c)
      const seen = id ? await inspectNow(c.var.ctx, c.var.actor, id) : { is: 'missing' as const }
      if (seen.is === 'missing') return notFound(c)
      const word = { well: 'seen_well', reconnect: 'seen_broken', unknown: 'seen_unknown' }[seen.health.is]
      return c.redirect(`/channels?done=${word}`, 303)
    }),
  )
  .post('/channels/consent', can('set_up'), c =>
    once(c, async () => {
      const form = await readForm(c, z.object(where))
      if (form.is === 'wrong') return showConnect(c, form, 422)
      const target = targetOf(form.value)
      if (!target) return showConnect(c, { errors: { unit: c.var.words.t('errors.choose') } }, 422)
      const begun = await beginConsent(c.var.ctx, c.var.actor, {
        network: form.value.network,
        target,
        redirect: callbackOf(c),
      })
      switch (begun.is) {
        case 'begun':
          return showLeave(c, begun.url, form.value.network)
        case 'forbidden':
          return forbidden(c, abilities.set_up)
        case 'missing':
        case 'no_network':
          return notFound(c)
        case 'no_app': {
          const prefix = form.value.network.toUpperCase()
          const text = c.var.words.t('channels.no_app', { id: `${prefix}_APP_ID`, secret: `${prefix}_APP_SECRET` })
          const channel =
            'channel' in target ? await findChannel(c.var.ctx.db, c.var.actor.id, target.channel) : undefined
          return showConnect(c, { channel, said: { kind: 'danger', text } }, 409)
        }
        default:
          return never(begun)
      }
    }),
  )
  .get('/channels/back', can('set_up'), async c => {
    const { ctx, actor, words: w } = c.var
    const back = new URL(c.req.url).searchParams
    const finished = await finishConsent(ctx, actor, back)
    switch (finished.is) {
      case 'accounts':
        return showPick(c, back.get('state') ?? '', finished.accounts)
      case 'refused':
        return showRefused(c, sayAny(c, finished.why), finished.why)
      case 'no_consent':
        return showRefused(c, w.t('channels.no_consent'))
      default:
        return never(finished)
    }
  })
  .post('/channels/choice', can('set_up'), c =>
    once(c, async () => {
      const form = await readForm(c, z.object({ state: z.string().max(200), account: field.text(100) }))
      if (form.is === 'wrong') return showRefused(c, c.var.words.t('channels.no_consent'))
      return adopted(c, await chooseAccount(c.var.ctx, c.var.actor, form.value.state, form.value.account))
    }),
  )
  .post('/channels/hand', can('set_up'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const form = await readForm(c, z.looseObject({ ...where, account: z.string().trim().max(100).optional() }))
      if (form.is === 'wrong') return showConnect(c, form, 422)
      const target = targetOf(form.value)
      const network = ctx.networks.get(form.value.network)
      if (!network) return notFound(c)
      const cred: Record<string, string> = {}
      const errors: Record<string, string> = target ? {} : { unit: w.t('errors.choose') }
      for (const name of secretsOf([network])) {
        const value = (form.value as Record<string, unknown>)[`cred.${name}`]
        if (typeof value === 'string' && value.trim()) cred[name] = value.trim()
        else errors[`cred.${name}`] = w.t('errors.required')
      }
      const channel = target && 'channel' in target ? await findChannel(ctx.db, actor.id, target.channel) : undefined
      if (!target || Object.keys(errors).length) return showConnect(c, { errors, channel }, 422)
      const account = channel?.account ?? (form.value.account || undefined)
      const result = await adoptByHand(ctx, actor, { network: form.value.network, target, cred, account })
      return adopted(c, result, channel)
    }),
  )

type Known = Awaited<ReturnType<typeof findChannel>>

/** What became of a connection, in words; the person starts again from the same page. */
function adopted(c: Context<Env>, result: Adopted, channel?: Known): Response | Promise<Response> {
  const w = c.var.words
  switch (result.is) {
    case 'connected':
      return c.redirect('/channels?done=connected', 303)
    case 'refused':
      return channel === undefined
        ? showRefused(c, sayAny(c, result.why), result.why)
        : showConnect(c, { channel, said: { kind: 'danger', text: sayAny(c, result.why) } }, 422)
    case 'other_account':
      return showRefused(c, w.t('channels.other_account', { known: result.known, given: result.given }))
    case 'elsewhere':
      return showRefused(c, w.t('channels.elsewhere'))
    case 'no_consent':
      return showRefused(c, w.t('channels.no_consent'))
    case 'no_account':
      return showRefused(c, w.t('channels.no_account'))
    case 'forbidden':
      return forbidden(c, abilities.set_up)
    case 'missing':
    case 'no_network':
      return notFound(c)
    default:
      return never(result)
  }
}

/** A problem's code begins with its network's id; its words are that adapter's. */
const sayAny = (c: Context<Env>, why: Problem) =>
  c.var.words.say(why, c.var.ctx.networks.get(why.code.split('.')[0] ?? ''))

/**
 * Not a redirect: the page's policy lets a form lead to our own addresses only, and a browser holds redirects to that
 * too. In test mode the network's page is the sandbox's.
 */
function showLeave(c: Context<Env>, address: string, network: string): Response | Promise<Response> {
  const { ctx, words: w } = c.var
  const url = new URL(address)
  const sandbox = ctx.config.networks === 'sandbox' ? ctx.config.hosts.get(url.host) : undefined
  const to = sandbox ? new URL(url.pathname + url.search, sandbox).href : url.href
  const name = ctx.networks.get(network)?.about.name ?? network
  c.header('refresh', `0; url=${to}`)
  return page(c, { title: w.t('channels.leave_title', { name }) }, <Leave w={w} name={name} to={to} />)
}

const targetOf = (given: { unit?: number; channel?: number }): Target | undefined =>
  given.channel ? { channel: given.channel } : given.unit ? { unit: given.unit } : undefined

const callbackOf = (c: Context<Env>) => `${c.var.ctx.config.publicUrl ?? new URL(c.req.url).origin}/channels/back`

async function known(c: Context<Env>): Promise<Known> {
  const id = idOf(c)
  return id ? findChannel(c.var.ctx.db, c.var.actor.id, id) : undefined
}

async function showConnect(
  c: Context<Env>,
  more: { channel?: Known; said?: Said; errors?: Errors; values?: Values } = {},
  status: 200 | 409 | 422 = 200,
): Promise<Response> {
  const { ctx, actor, words: w } = c.var
  const { channel } = more
  const networks = [...ctx.networks.values()].filter(({ about }) => !channel || about.id === channel.network)
  const wanted = more.values?.network ?? c.req.query('network')
  const network = networks.find(({ about }) => about.id === wanted) ?? networks[0]
  if (!network) return page(c, { title: w.t('channels.connect') }, <Empty text={w.t('channels.no_networks')} />)
  return page(
    c,
    {
      title: channel ? w.t('channels.again_title', { name: channel.name }) : w.t('channels.connect'),
      wrong: status !== 200,
    },
    <Connect
      w={w}
      networks={networks}
      network={network}
      units={await unitsOf(ctx.db, actor.id)}
      known={channel}
      said={more.said}
      errors={more.errors}
      values={more.values}
    />,
    status,
  )
}

function showPick(c: Context<Env>, state: string, accounts: Parameters<typeof Pick>[0]['accounts']) {
  const w = c.var.words
  const network = [...c.var.ctx.networks.values()].find(({ about }) =>
    accounts.some(account => account.warnings.some(warning => warning.code in about.words.vi)),
  )
  return page(
    c,
    { title: w.t('channels.pick_title') },
    <Pick w={w} state={state} accounts={accounts} network={network} />,
  )
}

const showRefused = (c: Context<Env>, text: string, why?: Problem) =>
  page(
    c,
    { title: c.var.words.t('channels.refused'), wrong: true },
    <Refused w={c.var.words} text={text} why={why} />,
    422,
  )
