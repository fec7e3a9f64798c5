import { common } from './vi/common.ts'
import { errors } from './vi/errors.ts'
import { findings } from './vi/findings.ts'
import { people } from './vi/people.ts'
import { problem } from './vi/problem.ts'
import { reach } from './vi/reach.ts'

export const vi = { ...common, ...errors, ...findings, ...people, ...problem, ...reach } as const
