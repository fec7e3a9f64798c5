import { type Kysely, sql } from 'kysely'

/**
 * Of a table it has never counted PostgreSQL assumes ten pages. For the two recursive views that makes 419,100 rows
 * where there are nine, and a hash table of that size is cleared at each use: 21 ms where reading takes 0.2 ms, several
 * times for each page of the desk. A few dozen units never bring autovacuum here by themselves.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`analyze unit, seat`.execute(db)
}
