import { common } from './vi/common.ts'
import { errors } from './vi/errors.ts'
import { people } from './vi/people.ts'
import { problem } from './vi/problem.ts'

export const vi = { ...common, ...errors, ...people, ...problem } as const
