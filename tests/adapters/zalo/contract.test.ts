import { zalo } from '../../../adapters/zalo/index.ts'
import { contract } from '../contract.ts'
import { article, filmed, picture } from './builders.ts'
import { setOa } from './live.ts'

contract(zalo, async () => {
  const oa = await setOa()
  const { sandbox } = oa
  return {
    session: given => oa.session({ settings: { cover: 'https://portal.example.vn/b.png' }, ...given }),
    contents: {
      article: n =>
        article({
          title: `Tin số ${n}`,
          blocks: [
            { is: 'paragraph', text: `Đoạn ${n}.` },
            { is: 'figure', picture: 1, caption: 'Ảnh hai' },
          ],
          pictures: [picture(), picture({ digest: 'b'.repeat(64), origin: 'https://portal.example.vn/b.png' })],
        }),
      video: n => filmed({ title: `Video số ${n}` }),
      standing: n => article({ form: 'standing', title: `Thông báo số ${n}`, pictures: [] }),
    },
    visible: () => oa.visible().map(row => row.id),
    levers: {
      loseReply: () => sandbox.pull({ what: 'lose' }),
      loseCall: () => sandbox.pull({ what: 'lose', commit: false }),
      lie: () => sandbox.pull({ what: 'html', status: 500 }),
      garble: () => sandbox.pull({ what: 'garbage', form: 'noNumber' }),
      refuse: () => sandbox.pull({ what: 'refuse', error: -248, message: 'Violates our platform standards' }),
      limit: () => sandbox.pull({ what: 'refuse', error: -32, message: 'Your OA reached limit call api' }),
      revoke: () => void sandbox.withdraw(oa.oa.id),
    },
    secrets: [oa.pair.access, oa.pair.refresh, oa.app.secret],
    asks: (url, method) => method === 'POST' && url.pathname === '/v2.0/article/verify',
    close: oa.close,
  }
})
