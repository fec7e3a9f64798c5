import type { Role } from '../db/tables/people.ts'

/** Who acts. Where they may act is never read from here: scope is part of finding (the view `scope`). */
export interface Person {
  id: number
  name: string
  email: string
  language: 'vi' | 'en'
}

/** `role` narrows an API token; a person at the desk acts with every role of theirs. */
export interface Actor extends Person {
  via: 'desk' | 'api' | 'cli'
  role?: Role
}
