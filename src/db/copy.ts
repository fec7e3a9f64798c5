/** What a safe copy asks of the catalogue, so that a new table is never forgotten. Text, because a copy needs one bare connection. */
export type Query = (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>

export interface Tables {
  /** Plain tables with the columns that are stored (not generated), by name. */
  tables: { name: string; columns: string[] }[]
  /** Where each identity stands. */
  sequences: { table: string; column: string; last: string }[]
  /** Applied, oldest first. */
  migrations: string[]
}

/** Sessions end with a copy: who holds one from before is asked to sign in again. */
const left = ['migration', 'migration_lock', 'auth_session', 'auth_verification']

export async function readTables(query: Query): Promise<Tables> {
  const tables = await query(
    `select c.relname::text as name,
       array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1)
     group by c.relname order by c.relname`,
    [left],
  )
  const sequences = await query(
    `select t.relname::text as "table", a.attname::text as "column", q.last_value::text as last
     from pg_sequences q join pg_class s on s.oid = format('%I.%I', q.schemaname, q.sequencename)::regclass
     join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass
       and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
     join pg_class t on t.oid = d.refobjid join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
     where q.schemaname = current_schema() and q.last_value is not null and t.relname <> all($1)
     order by 1, 2`,
    [left],
  )
  const migrations = await query('select name from migration order by name')
  return {
    tables: tables.rows as unknown as Tables['tables'],
    sequences: sequences.rows as unknown as Tables['sequences'],
    migrations: migrations.rows.map(row => String(row.name)),
  }
}

/** True when nobody has put a table here yet. */
export async function isEmpty(query: Query): Promise<boolean> {
  const { rows } = await query(
    `select from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r' limit 1`,
  )
  return rows.length === 0
}

/** Undoes what was begun in a database that was empty. */
export async function dropTables(query: Query): Promise<void> {
  const { rows } = await query(
    `select quote_ident(relname) as name, relkind::text as kind from pg_class
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'v') order by relkind desc`,
  )
  for (const { name, kind } of rows) await query(`drop ${kind === 'v' ? 'view' : 'table'} if exists ${name} cascade`)
}

/** References between tables, taken away while rows come in table by table, and laid again over all of them. */
export async function takeReferences(query: Query): Promise<() => Promise<void>> {
  const { rows } = await query(
    `select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`,
  )
  for (const { table, name } of rows) await query(`alter table ${table} drop constraint ${name}`)
  return async () => {
    for (const { table, name, definition } of rows)
      await query(`alter table ${table} add constraint ${name} ${definition}`)
  }
}

/** Each identity goes on where it stood. */
export async function setSequences(query: Query, sequences: Tables['sequences']): Promise<void> {
  for (const { table, column, last } of sequences)
    await query('select setval(pg_get_serial_sequence(quote_ident($1), $2), $3::bigint)', [table, column, last])
}

export const copyOut = (table: string, columns: readonly string[]) => `copy ${list(table, columns)} to stdout`
export const copyIn = (table: string, columns: readonly string[]) => `copy ${list(table, columns)} from stdin`

const list = (table: string, columns: readonly string[]) => `${quote(table)} (${columns.map(quote).join(', ')})`
const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
