import { z } from 'zod'

/** Everything the environment may say, read once at the border. */
export interface Config {
  databaseUrl?: string
  port: number
  dataDir: string
  publicUrl?: string
  /** Whom portals may write to: it stands in the user agent. */
  contact?: string
  /** 32 bytes, seals credentials at rest; made at first start where it is not given. */
  secretKey?: string
  networks: 'sandbox' | 'live'
  /** Which server answers for a network's host: `graph.facebook.com` → `http://127.0.0.1:9001`. */
  hosts: ReadonlyMap<string, string>
  /** Address ranges in CIDR form that the outbound guard lets through. */
  privateOk: readonly string[]
  tickSeconds: number
  clockSpeed: number
  /** Per network id: the registered application. */
  apps: ReadonlyMap<string, { id: string; secret: string; hook?: string }>
}

export type Configured = { is: 'config'; config: Config } | { is: 'wrong'; lines: string[] }

const known = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  LANTOA_DATA_DIR: z.string().min(1).default('./data'),
  LANTOA_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  LANTOA_CONTACT: z
    .string()
    .regex(/^(mailto:)?[^\s()<>@]+@[^\s()<>@]+$|^https?:\/\/[^\s()<>]+$/, 'must be an address of mail or of a page')
    .optional(),
  LANTOA_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits (32 bytes)')
    .optional(),
  LANTOA_NETWORKS: z.enum(['sandbox', 'live']).default('sandbox'),
  LANTOA_HOSTS: z.string().default(''),
  LANTOA_PRIVATE_OK: z.string().default(''),
  LANTOA_TICK_SECONDS: z.coerce.number().min(0.05).max(3600).default(5),
  LANTOA_CLOCK_SPEED: z.coerce.number().min(1).max(100_000).default(1),
}

/**
 * @param environment the process's environment, or a Worker's bindings.
 * @param networkIds ids of the networks, for `<NETWORK>_APP_ID`, `<NETWORK>_APP_SECRET` and `<NETWORK>_HOOK_SECRET`.
 */
export function readConfig(environment: Readonly<Record<string, unknown>>, networkIds: readonly string[]): Configured {
  const lines: string[] = []
  for (const name of Object.keys(environment))
    if (name.startsWith('LANTOA_') && !(name in known)) lines.push(`${name}: no such setting`)
  // An empty value means "not set", as in a file copied from .env.example.
  const given = Object.fromEntries(
    Object.keys(known)
      .filter(name => environment[name] !== undefined && environment[name] !== '')
      .map(name => [name, environment[name]]),
  )
  const parsed = z.object(known).safeParse(given)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) lines.push(`${issue.path.join('.')}: ${issue.message}`)
    return { is: 'wrong', lines }
  }
  const env = parsed.data
  const hosts = readHosts(env.LANTOA_HOSTS, lines)
  const privateOk = env.LANTOA_PRIVATE_OK.split(',')
    .map(range => range.trim())
    .filter(Boolean)
  for (const range of privateOk)
    if (!/^[0-9a-f.:]+\/\d{1,3}$/i.test(range))
      lines.push(`LANTOA_PRIVATE_OK: "${range}" is not a range like 10.0.0.0/8`)
  if (env.LANTOA_NETWORKS === 'live' && env.LANTOA_CLOCK_SPEED !== 1)
    lines.push('LANTOA_CLOCK_SPEED: must be 1 when LANTOA_NETWORKS is live')
  const apps = new Map<string, { id: string; secret: string; hook?: string }>()
  for (const network of networkIds) {
    const id = text(environment[`${network.toUpperCase()}_APP_ID`])
    const secret = text(environment[`${network.toUpperCase()}_APP_SECRET`])
    const hook = text(environment[`${network.toUpperCase()}_HOOK_SECRET`])
    if (id && secret) apps.set(network, { id, secret, ...(hook && { hook }) })
    else if (id || secret) lines.push(`${network.toUpperCase()}_APP_${id ? 'SECRET' : 'ID'}: missing`)
  }
  if (lines.length) return { is: 'wrong', lines }
  return {
    is: 'config',
    config: {
      databaseUrl: env.DATABASE_URL,
      port: env.PORT,
      dataDir: env.LANTOA_DATA_DIR,
      publicUrl: env.LANTOA_PUBLIC_URL?.replace(/\/+$/, ''),
      contact: env.LANTOA_CONTACT,
      secretKey: env.LANTOA_SECRET_KEY,
      networks: env.LANTOA_NETWORKS,
      hosts,
      privateOk,
      tickSeconds: env.LANTOA_TICK_SECONDS,
      clockSpeed: env.LANTOA_CLOCK_SPEED,
      apps,
    },
  }
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

function readHosts(given: string, lines: string[]): Map<string, string> {
  const hosts = new Map<string, string>()
  for (const pair of given.split(',').map(part => part.trim())) {
    if (!pair) continue
    const at = pair.indexOf('=')
    const host = pair.slice(0, at).trim()
    const server = pair.slice(at + 1).trim()
    if (at < 1 || !URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol))
      lines.push(`LANTOA_HOSTS: "${pair}" is not host=http://server`)
    else hosts.set(host, new URL(server).origin)
  }
  return hosts
}
