import type { Answers } from '../shape.ts'
import type { problem as vi } from '../vi/problem.ts'

export const problem: Answers<typeof vi> = {
  'problem.other': 'An error without words yet (code {code})',
}
