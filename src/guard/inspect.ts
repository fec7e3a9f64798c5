import { type Finding, gather } from './finding.ts'
import { findPersonalData } from './personal.ts'
import { findSecrecy, findSecrecyInName } from './secrecy.ts'

/** What is about to be told to the public, as far as it is text. */
export interface Inspected {
  title?: string
  /** Lead, body, captions: one paragraph a line, so that a stamp alone on its line can be seen. */
  text?: string
  /** Names of attachments and pictures. */
  files?: readonly string[]
}

/**
 * Every mark of secrecy and all personal data that can be seen in text. An empty answer proves nothing about pictures,
 * and never that a text is free of secrets.
 * @param thisYear the calendar year in Viet Nam, for dates of birth.
 */
export function inspect(given: Inspected, thisYear: number): Finding[] {
  const { title = '', text = '', files = [] } = given
  return [
    ...gather('title', [...findSecrecy(title), ...findPersonalData(title, thisYear)]),
    ...gather('text', [...findSecrecy(text), ...findPersonalData(text, thisYear)]),
    ...gather('file', [
      ...files.flatMap(findSecrecyInName),
      ...files.flatMap(name => findPersonalData(name.replaceAll('_', ' '), thisYear)),
    ]),
  ]
}
