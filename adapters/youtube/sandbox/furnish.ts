import type { YoutubeSandbox } from '../sandbox.ts'

/** Known to everybody and worth nothing: they open a sandbox on loopback. */
const app = { id: '300000000001-lantoa.apps.googleusercontent.com', secret: 'GOCSPX-Lc4vW9qTz2Rb7XfK1mYsPd3h' }
const account = { id: 'UCLacGiangPortalChannel0', name: 'Cổng thông tin điện tử tỉnh Lạc Giang' }
const pair = {
  access: 'ya29.SandboxAccessTokenOfTheProvinceChannel_0001',
  refresh: '1//0gSandboxRefreshTokenOfTheProvinceChannel_0001',
}
const playlists = [
  { id: 'PLLacGiangThoiSu000000000000000001', title: 'Thời sự' },
  { id: 'PLLacGiangVanHoa000000000000000002', title: 'Văn hóa' },
]

/** One app and one channel, the same at every start: what was connected stays connected over a restart. */
export function furnish(sandbox: YoutubeSandbox, redirects: readonly string[]) {
  sandbox.addApp({ ...app, name: 'Lan Tỏa', redirects: [...redirects] })
  sandbox.addChannel({ ...account, subscribers: 23_480 })
  for (const list of playlists) sandbox.addPlaylist({ ...list, channel: account.id })
  sandbox.mintGrant({ app: app.id, channel: account.id, ...pair, endless: true })
  const cred = { ...pair, expiresAt: Date.UTC(2126, 0, 1) }
  return { app, account: { ...account, cred }, wall: `/wall/${account.id}` }
}
