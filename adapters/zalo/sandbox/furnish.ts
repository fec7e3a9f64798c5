import type { ZaloSandbox } from '../sandbox.ts'

/** Known to everybody and worth nothing: they open a sandbox on loopback. */
const app = { id: '2200000000000000001', secret: 'Lc4vW9qTz2Rb7XfK1mYs' }
const account = { id: '3880000000000000001', name: 'Cổng thông tin điện tử tỉnh Lạc Giang' }
const pair = {
  access: 'SandboxAccessTokenOfTheProvinceAccount_0001',
  refresh: 'SandboxRefreshTokenOfTheProvinceAccount_0001',
}

/**
 * One app and one OA, the same at every start, so that what was connected stays connected: the memory of the sandbox ends
 * with its process, and a pair that had to be renewed would be unknown to the next one.
 */
export function furnish(sandbox: ZaloSandbox, redirects: readonly string[]) {
  sandbox.addApp({ ...app, name: 'Lan Tỏa', redirects: [...redirects] })
  sandbox.addAccount({ ...account, followers: 12_480 })
  sandbox.mintPair({ app: app.id, account: account.id, ...pair, endless: true })
  const cred = { ...pair, expiresAt: Date.UTC(2126, 0, 1) }
  return { app, account: { ...account, cred }, wall: `/wall/${account.id}` }
}
