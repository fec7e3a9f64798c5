/** Every rule is a function over the tree and answers with sentences, one a breach. */
import { mayImport, mayImportPackage, mayUseNode, nodePackages, placeOf } from './places.ts'
import type { Module, Tree } from './tree.ts'

export type Rule = (tree: Tree) => string[]

const breaches = (tree: Tree, judge: (module: Module) => Iterable<string>) =>
  [...tree.values()].flatMap(module => [...judge(module)])

const isShipped = (path: string) => !/^(tests|bench|tools)\//.test(path)
const isCli = (path: string) => /^src\/cli(\.ts$|\/)/.test(path)

export const everyFileHasAPlace: Rule = tree =>
  [...tree.keys()].filter(path => !placeOf(path)).map(path => `${path} has no place in the house`)

export const arrowsPointDown: Rule = tree =>
  breaches(tree, function* ({ path, imports }) {
    const from = placeOf(path)
    for (const { file, line } of imports) {
      const to = file && placeOf(file)
      const why = from && to && mayImport(from, to)
      if (why) yield `${path}:${line} imports ${file}: ${why}`
    }
  })

export const packagesStandInTheirPlace: Rule = tree =>
  breaches(tree, function* ({ path, imports }) {
    const from = placeOf(path)
    for (const one of imports) {
      const why = from && one.package && mayImportPackage(path, from, one.package)
      if (why) yield `${path}:${one.line} imports ${one.of}: ${why}`
    }
  })

/** What is shipped runs without the development packages. */
export const packagesAreDependencies =
  (dependencies: ReadonlySet<string>): Rule =>
  tree =>
    breaches(tree, function* ({ path, imports }) {
      if (!isShipped(path)) return
      for (const one of imports)
        if (one.package && !one.package.startsWith('node:') && !dependencies.has(one.package))
          yield `${path}:${one.line} imports ${one.package}, which is not among the dependencies`
    })

/** What the Worker's entry reaches, by code and not by type, must run where there is no Node. */
export const workerReachesNoNode: Rule = tree => {
  const found: string[] = []
  const seen = new Set<string>()
  const walk = (path: string, way: string) => {
    if (seen.has(path)) return
    seen.add(path)
    for (const one of tree.get(path)?.imports ?? []) {
      if (one.typeOnly) continue
      if (one.file) walk(one.file, `${way} → ${one.file}`)
      else if (one.package?.startsWith('node:') || nodePackages.includes(one.package ?? ''))
        found.push(`${way} → ${one.package}`)
    }
  }
  walk('src/runtime/worker.ts', 'src/runtime/worker.ts')
  return found
}

const networkNames = /facebook|zalo|youtube|tiktok/i

/** Names of networks live in `adapters/`; a comment may cite a network's documentation. */
export const coreNamesNoNetwork: Rule = tree =>
  breaches(tree, function* ({ path, said }) {
    if (!/^(src|jobs|migrations)\//.test(path) || path.startsWith('src/demo/')) return
    for (const { text, line } of said) {
      const name = networkNames.exec(text)?.[0]
      if (name) yield `${path}:${line} names ${name}`
    }
  })

const sqlCall = /(^|\.)(selectFrom|selectNoFrom|insertInto|updateTable|deleteFrom|mergeInto|executeQuery)$|^sql(``$|\.)/

export const sqlStandsInQueries: Rule = tree =>
  breaches(tree, function* ({ path, calls }) {
    if (!isShipped(path) || /(^|\/)queries([.-]\w+)*(\.ts$|\/)|^src\/db\/|^migrations\//.test(path)) return
    for (const { text, line } of calls) if (sqlCall.test(text)) yield `${path}:${line} speaks SQL (${text})`
  })

/** The business clock and the way out are handed in. */
export const clockAndFetchAreHandedIn: Rule = tree =>
  breaches(tree, function* ({ path, calls, bound }) {
    const place = placeOf(path)?.is
    if (!place || !['network', 'readers', 'room', 'jobs', 'kit', 'http', 'app'].includes(place)) return
    for (const { text, line } of calls) {
      if (text === 'new Date()' || text === 'Date.now') yield `${path}:${line} reads the clock of the machine (${text})`
      if (text === 'globalThis.fetch' || (text === 'fetch' && !bound.has('fetch')))
        yield `${path}:${line} goes out by itself (${text})`
    }
  })

export const onlyTheCliPrints: Rule = tree =>
  breaches(tree, function* ({ path, calls }) {
    // A Worker's console is its log.
    if (!isShipped(path) || isCli(path) || path === 'src/runtime/worker-log.ts') return
    for (const { text, line } of calls) if (text.startsWith('console.')) yield `${path}:${line} prints (${text})`
  })

export const processIsForTheRuntime: Rule = tree =>
  breaches(tree, function* ({ path, said, bound }) {
    if (mayUseNode(path) || bound.has('process')) return
    for (const { text, line } of said) if (text === 'process') yield `${path}:${line} knows of a process`
  })

export const settingsAreKnown =
  (known: ReadonlySet<string>): Rule =>
  tree =>
    breaches(tree, function* ({ path, said }) {
      if (path.startsWith('tests/')) return
      for (const { text, line } of said)
        for (const name of settingsIn(text))
          if (!known.has(name)) yield `${path}:${line} speaks of ${name}, which src/config.ts does not know`
    })

export const settingsIn = (text: string) => [...text.matchAll(/\bLANTOA_[A-Z_]*[A-Z]\b/g)].map(match => match[0])

/** Beyond 350 lines a file holds more than one idea; lists of data may be as long as they are. */
export const filesStaySmall: Rule = tree =>
  [...tree.values()]
    .filter(({ path, lines }) => lines > 350 && !mayBeLong(path))
    .map(({ path, lines }) => `${path} has ${lines} lines: split it by idea`)

/** Said aloud, not a breach. */
export const longFiles = (tree: Tree) =>
  [...tree.values()]
    .filter(({ path, lines }) => lines > 200 && isShipped(path) && !mayBeLong(path))
    .map(({ path, lines }) => `${path} (${lines})`)

const mayBeLong = (path: string) =>
  /^(src\/words\/|migrations\/|tests\/fixtures\/)|^src\/db\/schema\.ts$|(^|\/)(data|words)(\.ts$|\/)/.test(path)

export const migrationsAreListed: Rule = tree => {
  const files = [...tree.keys()].filter(path => /^migrations\/(?!index\.ts)/.test(path)).sort()
  const listed = (tree.get('migrations/index.ts')?.imports ?? []).map(one => one.file)
  const found = files.flatMap((path, at) => {
    const number = /^migrations\/(\d{4})_[a-z0-9_]+\.ts$/.exec(path)?.[1]
    if (!number) return [`${path} is not named NNNN_words.ts`]
    return Number(number) === at + 1 ? [] : [`${path} should be number ${at + 1}`]
  })
  if (listed.join() !== files.join()) found.push(`migrations/index.ts lists ${listed.join(', ')}; there are ${files}`)
  return found
}

/** A routine that no schedule reaches never runs, and nothing would say so. */
export const jobsAreScheduled: Rule = tree => {
  const reached = new Set<string>()
  const walk = (path: string) => {
    if (reached.has(path)) return
    reached.add(path)
    for (const one of tree.get(path)?.imports ?? []) if (one.file?.startsWith('jobs/') && !one.typeOnly) walk(one.file)
  }
  walk('jobs/index.ts')
  return [...tree.keys()]
    .filter(path => path.startsWith('jobs/') && !reached.has(path))
    .map(path => `${path} is in no schedule`)
}

/** An operation can be called from a page, a job, the command line or a test, so it knows none of them. */
export const operationsKnowNoPage: Rule = tree =>
  breaches(tree, function* ({ path, imports }) {
    const place = placeOf(path)?.is
    if (place !== 'room' || !path.endsWith('.ts') || isPage(path)) return
    for (const one of imports) {
      if (one.file && isPage(one.file)) yield `${path}:${one.line} imports ${one.of}: an operation knows no page`
      if (one.package === 'hono' && !one.typeOnly)
        yield `${path}:${one.line} answers requests: that is for routes and api`
    }
  })

const isPage = (path: string) => /\/(routes|pages|api)(-\w+)?\.tsx?$/.test(path)

/** Words of the house: a row has a state, and a table is one thing, in the singular. */
export const wordsOfTables = (sources: Readonly<Record<string, string>>): string[] =>
  Object.entries(sources).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, at) => {
      const column = /^\s*"?(status|item_id|message_id|sync_\w*)"?[ :?]/.exec(line)?.[1]
      const table = /create table (?:if not exists )?"?(\w+)/.exec(line)?.[1]
      const found: string[] = []
      if (column) found.push(`${path}:${at + 1} has a column ${column}: say state, or which thing it is`)
      if (table && /[^as]s$|^(item|target|message|task)$/.test(table))
        found.push(`${path}:${at + 1} names a table ${table}: a word of the house, in the singular`)
      return found
    }),
  )

export const lockNamesNoAddress = (lock: string): string[] =>
  lock
    .split('\n')
    .flatMap((line, at) => (/"resolved":\s*"http/.test(line) ? [`package-lock.json:${at + 1} names an address`] : []))

const top = new Set(
  `README.md CHANGELOG.md LICENSE package.json package-lock.json tsconfig.json tsconfig.build.json vitest.config.ts
  wrangler.toml biome.json .env.example .gitignore .npmrc .ci .git docs adapters jobs migrations src public tests bench
  tools`.split(/\s+/),
)

/** What a reader sees first stays short. */
export const topLevel = (names: readonly string[]): string[] =>
  names.filter(name => !top.has(name)).map(name => `${name} does not belong at the top of the repository`)
