import type { Attempt, Content, Session } from '../../src/ports/network.ts'
import type { Api } from './api.ts'
import type { Cred, Form } from './shape.ts'

/** One reading back. */
export interface Look {
  to: Session<Cred>
  api: Api
  content: Content
  attempt: Attempt
  form: Form
  /** For the account's own eyes: no public id ever comes. */
  quiet: boolean
}
