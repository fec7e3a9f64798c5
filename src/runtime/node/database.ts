import { type Migrated, migrate, oldestServer } from '../../db/migrate.ts'
import { type Opened, openDatabase } from '../../db/open.ts'
import { never } from '../../kit/never.ts'
import { PostgresProblem, startPostgres } from './embedded-postgres.ts'

export type Reached =
  | { is: 'reached'; opened: Opened; url: string; applied: string[]; stop(): Promise<void> }
  /** One sentence that says what to do. */
  | { is: 'unreachable'; why: string }

/**
 * The database in DATABASE_URL, else the one under the data folder, migrated.
 * @param adopt for the server that holds the data folder: it stops the embedded PostgreSQL when it ends.
 */
export async function reachDatabase(
  given: { databaseUrl?: string; dataDir: string },
  adopt: boolean,
  most?: number,
): Promise<Reached> {
  let opened: Opened | undefined
  let stop = async () => {}
  try {
    let url = given.databaseUrl
    if (!url) {
      const server = await startPostgres(given.dataDir, {}, adopt)
      url = server.url
      stop = server.stop
    }
    opened = openDatabase(url, most)
    const migrated = await migrate(opened.db)
    const why = troubleOf(migrated)
    if (!why) return { is: 'reached', opened, url, applied: migrated.is === 'done' ? migrated.applied : [], stop }
    await opened.end()
    await stop()
    return { is: 'unreachable', why }
  } catch (cause) {
    await opened?.end()
    await stop()
    const why = reasonOf(cause, given.databaseUrl)
    if (!why) throw cause
    return { is: 'unreachable', why }
  }
}

function troubleOf(migrated: Migrated): string | undefined {
  switch (migrated.is) {
    case 'done':
      return undefined
    case 'too_old':
      return `PostgreSQL ${migrated.version} is too old: ${oldestServer} or newer is needed.`
    case 'newer':
      return `A newer version of this program has used this database (${migrated.unknown}): install that version.`
    case 'failed':
      return `Migration ${migrated.migration} failed and was rolled back: ${messageOf(migrated.cause)}`
    default:
      return never(migrated)
  }
}

/** What an operator can do something about; undefined for the rest. */
function reasonOf(cause: unknown, url: string | undefined): string | undefined {
  if (cause instanceof PostgresProblem) return cause.message
  const { code } = cause as { code?: string }
  const where = url ? new URL(url) : undefined
  const at = where ? `${where.hostname}:${where.port || 5432}` : 'the data folder'
  switch (code) {
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'ECONNRESET':
      return `No PostgreSQL answers at ${at} (${code}): check DATABASE_URL, and that the server runs.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host ${where?.hostname} in DATABASE_URL has no address (${code}).`
    case '28P01':
    case '28000':
      return `PostgreSQL at ${at} refuses user ${where?.username} (wrong password, or not allowed): check DATABASE_URL.`
    case '3D000':
      return `PostgreSQL at ${at} has no database "${where?.pathname.slice(1)}": create it, or check DATABASE_URL.`
    case '42501':
      return `User ${where?.username} may not do what is needed in the database: ${messageOf(cause)}.`
    case '53300':
      return `PostgreSQL at ${at} has no connection left (53300): raise max_connections, or end other programs.`
    case '57P03':
      return `PostgreSQL at ${at} is starting or stopping: try again.`
    default:
      return code === undefined && /timeout/i.test(messageOf(cause))
        ? `No PostgreSQL answers at ${at} within ten seconds: check DATABASE_URL, and that the server runs.`
        : undefined
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))
