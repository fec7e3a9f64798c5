import { youtube } from '../../../adapters/youtube/index.ts'
import { contract } from '../contract.ts'
import { content, picture, short } from './builders.ts'
import { setChannel } from './live.ts'

contract(youtube, async () => {
  const stage = await setChannel()
  const { sandbox, channel } = stage
  const list = sandbox.addPlaylist({ channel: channel.id, title: 'Thời sự' })
  return {
    session: given => stage.session({ settings: { playlists: { 'Thời sự': list.id } }, ...given }),
    contents: {
      video: n => content({ title: `Video số ${n}`, section: 'Thời sự', pictures: [picture()] }),
      short: n => content({ form: 'short', title: `Short số ${n}`, video: short() }),
    },
    visible: () => stage.visible().map(row => row.id),
    levers: {
      loseReply: () => sandbox.pull({ what: 'lose' }),
      loseCall: () => sandbox.pull({ what: 'lose', commit: false }),
      lie: () => sandbox.pull({ what: 'html', status: 500 }),
      garble: () => sandbox.pull({ what: 'garbage', form: 'truncated' }),
      refuse: () => sandbox.pull({ what: 'refuse', on: 'start', status: 400, reason: 'invalidVideoMetadata' }),
      limit: () =>
        sandbox.pull({ what: 'refuse', on: 'start', status: 403, reason: 'rateLimitExceeded', domain: 'usageLimits' }),
      revoke: () => void sandbox.withdraw(channel.id),
    },
    secrets: [stage.pair.access, stage.pair.refresh, stage.app.secret, 'upload_id', 'AHmUC'],
    asks: (url, method) => method === 'PUT' && url.searchParams.has('upload_id'),
    close: stage.close,
  }
})
