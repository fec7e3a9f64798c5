import type { Content, Networks, Options, Problem, Settings } from '../ports/network.ts'
import { renditionDigest } from './digest.ts'
import { picturesFor } from './fit-pictures.ts'
import type { Draft } from './post.ts'

export interface Target {
  id: number
  network: string
  account: string
  settings: Settings
}

export type Formatted =
  | { state: 'fit'; content: Content; why: null; digest: string }
  | { state: 'unfit'; content: null; why: Problem; digest: '' }

/** The common text in the form one channel shows, or why it has none there. Preview, check and send use this one. */
export async function formatFor(
  networks: Networks,
  channel: Target,
  draft: Draft,
  options: Options,
): Promise<Formatted> {
  const network = networks.get(channel.network)
  if (!network) return unfit({ code: 'channel.network_unknown', with: { network: channel.network } })
  const settings = network.shape.settings.safeParse({ ...channel.settings, ...draft.templates[channel.id] })
  if (!settings.success) return unfit({ code: 'channel.settings_wrong' })
  const {
    lost: _lost,
    templates: _templates,
    fitted: _fitted,
    unfilmed: _unfilmed,
    automatic: _automatic,
    filmUntil: _filmUntil,
    ...brief
  } = draft
  const fit = network.format({ ...brief, pictures: picturesFor(draft, channel.network) }, settings.data)
  if (fit.is === 'unfit') return unfit(fit.why)
  const { account, settings: sent } = channel
  const digest = await renditionDigest({
    network: channel.network,
    account,
    settings: sent,
    content: fit.content,
    options,
  })
  return { state: 'fit', content: fit.content, why: null, digest }
}

const unfit = (why: Problem): Formatted => ({ state: 'unfit', content: null, why, digest: '' })
