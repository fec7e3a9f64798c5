import type { Choice, Choices, Session } from '../../src/ports/network.ts'
import { apiOf } from './api.ts'
import { warningsOf } from './auth.ts'
import type { Bad } from './bad.ts'
import { listCategories, listPlaylists, readChannel } from './calls.ts'
import { type Cred, privacies, settingsShape } from './shape.ts'

/** What an editor chooses, as this channel allows it now: three readings of one unit each. */
export async function choices(to: Session<Cred>): Promise<Choices> {
  const api = apiOf(to, to.cred, to.settings)
  const settings = settingsShape.parse(to.settings)
  const channel = await readChannel(api)
  if (channel.is !== 'answer') return unread(channel)
  if (!channel.value || channel.value.id !== to.account)
    return { is: 'reconnect', why: { code: channel.value ? 'youtube.other_account' : 'youtube.no_channel' } }
  const playlists = await listPlaylists(api)
  if (playlists.is !== 'answer') return unread(playlists)
  const categories = await listCategories(api)
  if (categories.is !== 'answer') return unread(categories)
  const assignable = categories.value.filter(one => one.snippet.assignable)
  const named = (all: readonly { id: string; snippet: { title: string } }[]) =>
    Object.fromEntries(all.map(one => [one.id, one.snippet.title]))
  const offered: Choice[] = [
    { option: 'privacy', is: 'one', values: privacies, chosen: settings.privacy },
    {
      option: 'category',
      is: 'one',
      values: assignable.map(one => one.id),
      chosen: settings.category,
      names: named(assignable),
    },
    { option: 'playlist', is: 'one', values: playlists.value.map(one => one.id), names: named(playlists.value) },
    { option: 'publishAt', is: 'time' },
    { option: 'captions', is: 'text' },
    { option: 'madeForKids', is: 'flag', allowed: true, chosen: false },
    { option: 'synthetic', is: 'flag', allowed: true, chosen: false },
    { option: 'notify', is: 'flag', allowed: true, chosen: true },
  ]
  return {
    is: 'read',
    account: channel.value.snippet.title,
    choices: offered,
    warnings: warningsOf(to.cred, channel.value),
  }
}

function unread(bad: Bad): Choices {
  if (bad.is === 'fault' && bad.fault.is === 'account') return { is: 'reconnect', why: bad.fault.why }
  return { is: 'later', why: bad.is === 'fault' ? bad.fault.why : bad.why }
}
