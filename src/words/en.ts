import { common } from './en/common.ts'
import { errors } from './en/errors.ts'
import { findings } from './en/findings.ts'
import { people } from './en/people.ts'
import { problem } from './en/problem.ts'
import { reach } from './en/reach.ts'
import type { Answers } from './shape.ts'
import type { vi } from './vi.ts'

export const en: Answers<typeof vi> = { ...common, ...errors, ...findings, ...people, ...problem, ...reach }
