import { tiktok } from '../../../adapters/tiktok/index.ts'
import { contract } from '../contract.ts'
import { choices, film, photos } from './builders.ts'
import { setTiktok } from './live.ts'

/** Drafts of photos are left out: where the answer to their beginning is lost, nobody can look (`reconcile.test.ts`). */
contract(tiktok, async () => {
  const stage = await setTiktok({
    settings: {
      processingMs: 1000,
      moderationMs: 0,
      minuteLimits: false,
      photosListed: true,
      pendingPerDay: 99,
      directPerDay: 99,
    },
  })
  const { sandbox } = stage
  return {
    session: given => stage.session(given),
    options: choices,
    contents: {
      video_direct: n => film({ form: 'video_direct', text: `Tin video số ${n}.` }),
      video: n => film({ text: `Bản nháp số ${n}.` }),
      photos_direct: n => photos({ form: 'photos_direct', title: `Tin ảnh số ${n}`, text: `Ảnh số ${n}.` }),
    },
    visible: () => stage.visible().map(row => (row.media === 'photo' ? `photo/${row.id}` : row.id)),
    settle: async () => {
      await sandbox.advance(2000)
      for (const draft of sandbox.drafts(stage.account.id)) sandbox.finish(draft.id, { caption: 'Người giữ máy viết.' })
      await sandbox.advance(0)
    },
    levers: {
      loseReply: () => sandbox.pull({ what: 'lose' }),
      loseCall: () => sandbox.pull({ what: 'lose', commit: false }),
      lie: () => sandbox.pull({ what: 'html', status: 500 }),
      garble: () => sandbox.pull({ what: 'garbage', form: 'truncated' }),
      refuse: () => sandbox.pull({ what: 'refuse', on: 'init', code: 'invalid_params', status: 400 }),
      limit: () => sandbox.pull({ what: 'refuse', on: 'init', code: 'rate_limit_exceeded', status: 429 }),
      revoke: () => void sandbox.withdraw(stage.account.id),
    },
    secrets: [stage.pair.access, stage.pair.refresh, stage.app.secret],
    asks: (url, method) =>
      method === 'POST' &&
      [
        '/v2/post/publish/status/fetch/',
        '/v2/post/publish/creator_info/query/',
        '/v2/video/list/',
        '/v2/video/query/',
      ].includes(url.pathname),
    close: stage.close,
  }
})
