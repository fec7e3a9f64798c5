import { invalid } from './errors.ts'
import type { Call } from './request.ts'
import { byteParts, generic, operations, type ParamType } from './tables.ts'

/** The parameters of one call after the check: every name known to the edge, every value of its type. */
export interface Params {
  has(name: string): boolean
  text(name: string): string | undefined
  flag(name: string): boolean | undefined
  number(name: string): number | undefined
  list(name: string): unknown[] | undefined
}

/** `operation` is `METHOD Node/edge`. */
export function checkParams(call: Call, operation: string, strict: boolean): Params {
  const own = operations[operation] ?? {}
  const values = new Map<string, unknown>()
  for (const [name, raw] of call.params) {
    const type = own[name] ?? generic[name]
    if (type === undefined) {
      if (strict) throw invalid(`Unrecognized parameter: ${name}`)
      continue
    }
    values.set(name, parse(name, type, raw))
  }
  for (const name of call.files.keys()) {
    const known = byteParts[operation]?.includes(name) || own[name] === 'file'
    if (!known && strict) throw invalid(`Unrecognized parameter: ${name}`)
    if (known) values.set(name, 'file')
  }
  const id = values.get('id')
  if (id !== undefined && id !== call.segments[0] && call.segments.length > 0)
    throw invalid('The id parameter names another object than the path')
  return {
    has: name => values.has(name),
    text: name => only(values.get(name), isText),
    flag: name => only(values.get(name), isFlag),
    number: name => only(values.get(name), isNumber),
    list: name => only(values.get(name), isList),
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isList = (value: unknown): value is unknown[] => Array.isArray(value)
const only = <T>(value: unknown, is: (value: unknown) => value is T) => (is(value) ? value : undefined)

function parse(name: string, type: ParamType, raw: unknown): unknown {
  if (typeof type !== 'string') {
    const value = String(raw)
    if (type.includes(value)) return value
    throw invalid(`Param ${name} must be one of {${type.join(', ')}}`)
  }
  switch (type) {
    case 'bool':
      if (raw === true || raw === 'true' || raw === '1' || raw === 1) return true
      if (raw === false || raw === 'false' || raw === '0' || raw === 0) return false
      throw invalid(`Param ${name} must be a boolean`)
    case 'int':
      if (/^\d{1,15}$/.test(String(raw))) return Number(raw)
      throw invalid(`Param ${name} must be an integer`)
    case 'string':
      if (typeof raw === 'string') return raw
      if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
      throw invalid(`Param ${name} must be a string`)
    case 'datetime':
      return parseTime(name, raw)
    case 'list':
      return parseList(name, raw)
    case 'object':
      return parseObject(name, raw)
    case 'file':
      throw invalid(`Param ${name} must be a file`)
  }
}

/** Seconds since 1970 in, and out; ISO 8601 with a zone is taken too. */
function parseTime(name: string, raw: unknown): number {
  const text = String(raw)
  if (/^\d{1,12}$/.test(text)) return Number(text)
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw invalid(`Param ${name} must be a unix timestamp or a date with a time zone`)
  return Math.floor(at / 1000)
}

/** JSON text or comma separated; official clients send the former. */
function parseList(name: string, raw: unknown): unknown[] {
  if (Array.isArray(raw)) return Array.from(raw)
  if (typeof raw !== 'string') throw invalid(`Param ${name} must be an array`)
  if (!raw.trimStart().startsWith('[')) return raw === '' ? [] : [raw]
  const value = fromJson(name, raw)
  if (Array.isArray(value)) return value
  throw invalid(`Param ${name} must be an array`)
}

function parseObject(name: string, raw: unknown): unknown {
  const value = typeof raw === 'string' ? fromJson(name, raw) : raw
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw invalid(`Param ${name} must be an object`)
}

export function fromJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(`Param ${name} is no valid JSON`)
  }
}
