import type { ColumnType } from 'kysely'

/** `jsonb` reads as unknown, because it is parsed with zod on the way in, and is written as JSON text. */
export type Jsonb = ColumnType<unknown, string, string>
export type DefaultJsonb = ColumnType<unknown, string | undefined, string>
export type NullableJsonb = ColumnType<unknown, string | null | undefined, string | null>
