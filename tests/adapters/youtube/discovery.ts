import type { Method as SandboxMethod } from '../../../adapters/youtube/sandbox/methods.ts'

/** A discovery document as referee: what it says of methods, parameters, scopes and shapes; what it does not say, the rules of texts, is tested elsewhere. */
export interface Discovery {
  rootUrl: string
  parameters: Record<string, Parameter>
  schemas: Record<string, Schema>
  resources: Record<string, Resource>
}
interface Resource {
  methods?: Record<string, Method>
  resources?: Record<string, Resource>
}
interface Parameter {
  type: string
  required?: boolean
  repeated?: boolean
  enum?: string[]
}
interface Method {
  path: string
  httpMethod: string
  parameters?: Record<string, Parameter>
  scopes?: string[]
  request?: { $ref: string }
  response?: { $ref: string }
  mediaUpload?: { accept: string[]; maxSize?: string; protocols: { simple: { path: string } } }
}
interface Schema {
  $ref?: string
  type?: string
  format?: string
  enum?: string[]
  properties?: Record<string, Schema>
  additionalProperties?: Schema
  items?: Schema
}

/** Of the uploads: `uploadType` and `upload_id` belong to the protocol, not to the method. */
const ofUploads = ['uploadType', 'upload_id']

export function judgeOf(documents: readonly Discovery[]) {
  const found = documents.flatMap(document =>
    Object.entries(document.resources).flatMap(([name, resource]) =>
      Object.entries(resource.methods ?? {}).map(([verb, method]) => ({ name: `${name}.${verb}`, method, document })),
    ),
  )

  function method(one: SandboxMethod): string[] {
    const known = found.find(({ name }) => name === one.name)
    if (!known) return [`${one.name} is in no document`]
    const { method: theirs } = known
    const named = Object.keys(one.parameters).filter(name => !theirs.parameters?.[name])
    const required = Object.entries(theirs.parameters ?? {})
      .filter(([name, parameter]) => parameter.required && !isRequired(one, name))
      .map(([name]) => name)
    const extra = one.scopes.filter(scope => !theirs.scopes?.includes(`https://www.googleapis.com/auth/${scope}`))
    // Partners of content owners are no accounts of ours.
    const missing = (theirs.scopes ?? [])
      .map(scope => scope.replace('https://www.googleapis.com/auth/', ''))
      .filter(scope =>
        ['youtube', 'youtube.force-ssl', 'youtube.readonly', 'youtube.upload', 'yt-analytics.readonly'].includes(scope),
      )
      .filter(scope => !one.scopes.some(own => own === scope))
    return [
      ...(theirs.path === one.path && theirs.httpMethod === one.http
        ? []
        : [`${one.name}: ${theirs.httpMethod} ${theirs.path}`]),
      ...named.map(name => `${one.name} has no parameter ${name}`),
      ...required.map(name => `${one.name} requires ${name}`),
      ...extra.map(scope => `${one.name} does not take ${scope}`),
      ...missing.map(scope => `${one.name} takes ${scope} too`),
      ...(one.upload &&
      JSON.stringify(theirs.mediaUpload?.accept.toSorted()) !== JSON.stringify(one.upload.accept.toSorted())
        ? [`${one.name} accepts ${theirs.mediaUpload?.accept}`]
        : []),
    ]
  }

  function exchange(url: URL, init: RequestInit, status: number, text: string): { name?: string; faults: string[] } {
    const verb = init.method ?? 'GET'
    const upload = url.pathname.startsWith('/upload/')
    if (upload && verb === 'PUT') return { faults: [] }
    const known = found.find(
      ({ method, document }) =>
        method.httpMethod === verb &&
        new URL(document.rootUrl).host === url.host &&
        (upload ? method.mediaUpload?.protocols.simple.path === url.pathname : `/${method.path}` === url.pathname),
    )
    if (!known)
      return url.host === 'oauth2.googleapis.com'
        ? { faults: [] }
        : { faults: [`nothing answers ${verb} ${url.pathname}`] }
    const { name, method, document } = known
    const faults: string[] = []
    const parameters = { ...document.parameters, ...method.parameters }
    for (const key of new Set(url.searchParams.keys())) {
      const parameter = parameters[key]
      if (!parameter) {
        if (!(upload && ofUploads.includes(key))) faults.push(`${name} has no parameter ${key}`)
        continue
      }
      const values = url.searchParams.getAll(key)
      if (values.length > 1 && !parameter.repeated) faults.push(`${name}: ${key} is given twice`)
      for (const value of values)
        if (parameter.enum && !parameter.enum.includes(value)) faults.push(`${name}: ${key}=${value}`)
    }
    for (const [key, parameter] of Object.entries(method.parameters ?? {}))
      if (parameter.required && !url.searchParams.has(key)) faults.push(`${name}: ${key} is missing`)
    const judge = (schema: Schema, value: unknown, place: string) =>
      faults.push(...misfits(document, schema, value, place))
    if (method.request && typeof init.body === 'string') judge(method.request, JSON.parse(init.body), `${name} request`)
    if (method.response && status >= 200 && status < 300 && text !== '')
      judge(method.response, JSON.parse(text), `${name} response`)
    return { name, faults }
  }

  return { method, exchange }
}

const isRequired = (one: SandboxMethod, name: string) => {
  const parameter = one.parameters[name]
  return parameter?.is === 'text' && parameter.required === true
}

/** Closed objects, types and formats, as section 15 of the reference turns the schemas into rules. */
function misfits(document: Discovery, schema: Schema, value: unknown, place: string): string[] {
  if (schema.$ref) {
    const meant = document.schemas[schema.$ref]
    return meant ? misfits(document, meant, value, place) : [`${place}: no schema ${schema.$ref}`]
  }
  switch (schema.type) {
    case 'object': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no object`]
      return Object.entries(value).flatMap(([name, member]) => {
        const inner = schema.properties?.[name] ?? schema.additionalProperties
        return inner ? misfits(document, inner, member, `${place}.${name}`) : [`${place}.${name} is unknown`]
      })
    }
    case 'array':
      if (!Array.isArray(value)) return [`${place} is no list`]
      return value.flatMap((one, at) => (schema.items ? misfits(document, schema.items, one, `${place}[${at}]`) : []))
    case 'string':
      return textMisfits(schema, value, place)
    case 'integer':
      return Number.isInteger(value) ? [] : [`${place} is no whole number`]
    case 'number':
      return typeof value === 'number' ? [] : [`${place} is no number`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${place} is neither true nor false`]
    default:
      return []
  }
}

function textMisfits({ format, enum: words }: Schema, value: unknown, place: string): string[] {
  if (typeof value !== 'string') return [`${place} is no text`]
  if (words && !words.includes(value)) return [`${place} is "${value}"`]
  if ((format === 'uint64' || format === 'int64') && !/^-?\d+$/.test(value)) return [`${place} is no figure`]
  if (/date-?time/.test(format ?? '') && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value))
    return [`${place} is no time`]
  if (format === 'google-duration' && !/^\d+(\.\d+)?s$/.test(value)) return [`${place} is no duration`]
  return []
}
