import { digestOf } from '../kit/crypto.ts'
import type { Content, Options, Settings } from '../ports/network.ts'

/** Everything that decides what the public will see on one channel, and where. Time is not part of it. */
export interface Covered {
  network: string
  account: string
  settings: Settings
  content: Content
  options: Options
}

/** Text, media digests, options, channel settings, account: an approval of it covers nothing else. */
export const renditionDigest = ({ network, account, settings, content, options }: Covered): Promise<string> =>
  digestOf({ network, account, settings, content, options })

/**
 * The same of a delivery as it stands in the database, the moment before it is sent: whatever was altered since the
 * approval makes it another one. Nothing is parsed, so that a later version which knows more fields comes to the same.
 */
export const storedDigest = (row: { network: string; account: string } & Record<Stored, unknown>): Promise<string> =>
  digestOf({
    network: row.network,
    account: row.account,
    settings: row.settings,
    content: row.content,
    options: row.options,
  })

type Stored = 'settings' | 'content' | 'options'

/** What an approver has seen: every rendition that will go out. */
export const postDigest = (renditions: readonly { channel: number; digest: string }[]): Promise<string> =>
  digestOf([...renditions].sort((a, b) => a.channel - b.channel).map(({ channel, digest }) => ({ channel, digest })))
