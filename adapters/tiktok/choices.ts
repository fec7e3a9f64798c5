import type { Choices, Session } from '../../src/ports/network.ts'
import { apiOf } from './api.ts'
import { askCreator } from './calls.ts'
import { MINUTE } from './limits.ts'
import { type Cred, privacies, settingsShape } from './shape.ts'

/**
 * What an editor chooses for a direct post, as the account allows it now. Content Sharing Guidelines, read 2026-09-11:
 * the level is chosen by hand and has no default, interactions start off and stay off where the account has switched
 * them off, commercial content starts off. A draft needs none of it: its person chooses in the app.
 */
export async function choices(to: Session<Cred>): Promise<Choices> {
  if (!settingsShape.parse(to.settings).direct) return { is: 'read', account: '', choices: [], warnings: [] }
  const asked = await askCreator(apiOf(to, to.cred.access, to.note))
  if (asked.is === 'silence') return { is: 'later', why: asked.why }
  if (asked.is === 'fault')
    return asked.fault.is === 'account'
      ? { is: 'reconnect', why: asked.fault.why }
      : { is: 'later', why: asked.fault.why }
  const creator = asked.value
  const known: readonly string[] = privacies
  const longest = creator.max_video_post_duration_sec
  const flag = (option: string, allowed = true) => ({ option, is: 'flag', allowed, chosen: false }) as const
  return {
    is: 'read',
    account: creator.creator_nickname || creator.creator_username,
    choices: [
      { option: 'privacy', is: 'one', values: creator.privacy_level_options.filter(one => known.includes(one)) },
      flag('comment', !creator.comment_disabled),
      flag('duet', !creator.duet_disabled),
      flag('stitch', !creator.stitch_disabled),
      flag('brand_organic'),
      flag('brand_content'),
      flag('aigc'),
    ],
    warnings: [
      { code: 'tiktok.music_consent' },
      ...(longest === undefined
        ? []
        : [{ code: 'tiktok.longest', with: { minutes: Math.floor((longest * 1000) / MINUTE) } }]),
    ],
  }
}
