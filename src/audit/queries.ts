import type { Db } from '../db/open.ts'

export interface Deed {
  at: Date
  /** Undefined when no person did it. */
  person?: number
  via: 'desk' | 'api' | 'cli' | 'rule' | 'job'
  /** Dotted, e.g. `post.approved`. */
  verb: string
  subject: string
  subjectId?: number
  unit?: number
  /** Never a secret, never the text of a citizen. */
  detail?: Readonly<Record<string, unknown>>
}

/** Append-only: written in the same transaction as the deed. */
export const record = (db: Db, deed: Deed) =>
  db
    .insertInto('audit')
    .values({
      at: deed.at,
      person_id: deed.person ?? null,
      via: deed.via,
      verb: deed.verb,
      subject: deed.subject,
      subject_id: deed.subjectId ?? null,
      unit_id: deed.unit ?? null,
      detail: JSON.stringify(deed.detail ?? {}),
    })
    .execute()
