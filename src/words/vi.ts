import { common } from './vi/common.ts'
import { errors } from './vi/errors.ts'
import { problem } from './vi/problem.ts'

export const vi = { ...common, ...errors, ...problem } as const
