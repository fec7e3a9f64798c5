import type { TiktokSandbox } from '../sandbox.ts'

/** Known to everybody and worth nothing: they open a sandbox on loopback. */
const app = { id: 'aw7lantoasandbox', secret: 'Hq2mZ7xTb9Kc4vRf6LsWp1nYdG8uJe3A' }
const account = { id: '-000LacGiangProvince0001', name: 'Cổng TTĐT tỉnh Lạc Giang' }
const pair = {
  access: 'act.SandboxAccessTokenOfTheProvince0001!4321.va',
  refresh: 'rft.SandboxRefreshTokenOfTheProvince0001!4321.va',
}

/** One app, audited, and one account, the same at every start, so that what was connected stays connected. */
export function furnish(sandbox: TiktokSandbox, redirects: readonly string[]) {
  sandbox.addApp({ ...app, name: 'Lan Tỏa', audited: true, redirects: [...redirects] })
  sandbox.addAccount({ id: account.id, username: 'lacgiang.gov', nickname: account.name, followers: 8_640 })
  sandbox.mintPair({ app: app.id, account: account.id, ...pair, endless: true })
  const cred = { ...pair, expiresAt: Date.UTC(2126, 0, 1) }
  return { app, account: { ...account, cred }, wall: '/wall/lacgiang.gov' }
}
