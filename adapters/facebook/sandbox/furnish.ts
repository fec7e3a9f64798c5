import type { FacebookSandbox } from '../sandbox.ts'

/** Known to everybody and worth nothing: they open a sandbox on loopback. */
const app = { id: '220000000000001', secret: '5a0d8c0f3b6e4d1f9a7c2e8b1d4f6a90' }
const page = { id: '110000000000001', name: 'Cổng thông tin điện tử tỉnh Lạc Giang' }
const token = 'EAASandboxPageTokenOfTheProvincePortal0001'

/** One app, one administrator and one Page, the same at every start, so that what was connected stays connected. */
export function furnish(sandbox: FacebookSandbox, redirects: readonly string[]) {
  sandbox.addApp({ ...app, name: 'Lan Tỏa', redirects: [...redirects] })
  const person = sandbox.addPerson({ id: '330000000000001', name: 'Quản trị viên' })
  sandbox.addPage({
    ...page,
    roles: { [person.id]: ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'] },
  })
  sandbox.mintToken({ app: app.id, person: person.id, page: page.id, life: 'never', value: token })
  return { app, account: { id: page.id, name: page.name, cred: { token } }, wall: `/wall/${page.id}` }
}
