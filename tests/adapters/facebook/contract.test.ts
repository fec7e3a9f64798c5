import { facebook } from '../../../adapters/facebook/index.ts'
import { contract } from '../contract.ts'
import { filmPost, linkPost, photoPost } from './builders.ts'
import { setPage } from './live.ts'
import { NOW } from './script.ts'

contract(facebook, async () => {
  const page = await setPage({ now: () => NOW })
  const { levers } = page.sandbox
  return {
    session: page.session,
    contents: {
      link: n => linkPost({ text: `Tin số ${n}`, link: `https://phuoclong.example.gov.vn/tin/${n}` }),
      text: n => ({ form: 'text', text: `Thông báo số ${n}`, pictures: [] }),
      photo: n => photoPost({ text: `Ảnh số ${n}`, pictures: [page.shot(n)] }),
      album: n => photoPost({ form: 'album', text: `Chùm ảnh số ${n}`, pictures: [page.shot(n), page.shot(n + 20)] }),
      video: n => filmPost({ text: `Video số ${n}`, video: page.film(n) }),
      reel: n =>
        filmPost({
          form: 'reel',
          text: `Thước phim số ${n}`,
          video: page.film(n, { width: 1080, height: 1920, seconds: 30 }),
        }),
    },
    // Processing takes its time, and a finishing call that was lost is waited for.
    settle: async () => page.sandbox.advance(5 * 60_000),
    visible: () => page.visible().map(row => row.video?.id ?? row.postId),
    levers: {
      loseReply: () => levers.loseReplies(1),
      loseCall: () => levers.loseCalls(1),
      lie: () => levers.failAfter(1, 2),
      garble: () => levers.html502(1, { commit: true }),
      refuse: () => {
        page.sandbox.settings.textLimit = 1
      },
      limit: () => {
        page.sandbox.settings.textLimit = 63_206
        levers.block80001(page.page.id, 5)
      },
      revoke: () => void levers.killToken({ subcode: 460, page: page.page.id }),
    },
    secrets: [page.token, page.app.secret],
    close: page.close,
  }
})
