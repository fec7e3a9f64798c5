import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { settingsIn } from './rules.ts'
import { filesBelow, root } from './tree.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = ['README.md', 'CHANGELOG.md', ...filesBelow('docs').filter(path => path.endsWith('.md'))]
const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>

/** Links of one page that lead to no file of the repository, or to no heading of it. */
function brokenLinks(path: string, text: string, exists: (path: string) => string | undefined): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, to = '']) => {
    if (/^[a-z]+:/.test(to)) return []
    const [file = '', heading] = to.split('#')
    const target = file ? normalize(join(dirname(path), file)) : path
    const found = exists(target)
    if (found === undefined) return [`${path} links to ${to}, which is not there`]
    return heading && !headings(found).has(heading) ? [`${path} links to ${to}: no such heading`] : []
  })
}

const headings = (text: string) =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  )

const contentOf = (path: string) => {
  if (!existsSync(join(root, path))) return undefined
  return path.endsWith('.md') ? read(path) : ''
}

describe('the documents', () => {
  test('every package has its line, and no line is left of a package that went', () => {
    const page = read('docs/dependencies.md').split('## Left out')[0] ?? ''
    const rows = page.split('\n').filter(line => line.startsWith('| `'))
    const said = rows.flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(match => match[1]))
    const used = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]
    expect(said.toSorted()).toEqual(used.toSorted())
    for (const row of rows)
      expect(
        row.split('|').filter(cell => cell.trim()),
        row,
      ).toHaveLength(5)
  })

  test('the licence in the line is the one the package states', () => {
    const rows = read('docs/dependencies.md')
      .split('\n')
      .filter(line => line.startsWith('| `'))
    for (const name of [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]) {
      const stated = (JSON.parse(read(`node_modules/${name}/package.json`)) as { license: string }).license
      const row = rows.find(line => line.includes(`\`${name}\``))
      expect(row?.toLowerCase(), name).toContain(stated.toLowerCase())
    }
  })

  test('every link leads somewhere', () => {
    expect(pages.flatMap(path => brokenLinks(path, read(path), contentOf))).toEqual([])
    expect(
      brokenLinks('docs/a.md', '[x](../gone.md) [y](#none)', path => (path === 'docs/a.md' ? '# A' : undefined)),
    ).toHaveLength(2)
    expect(brokenLinks('docs/a.md', '[y](#the-one) [z](https://example.vn)', () => '## The one')).toEqual([])
  })

  test('decisions are numbered without gaps, and each says what could be deleted', () => {
    const decisions = readdirSync(join(root, 'docs/adr')).toSorted()
    expect(decisions.map(name => Number(name.slice(0, 4)))).toEqual(decisions.map((_, at) => at + 1))
    for (const name of decisions) {
      const text = read(`docs/adr/${name}`)
      for (const part of [
        'Status:',
        '## Context',
        '## Decision',
        'Example.',
        '## Consequences',
        '## What could be deleted',
      ])
        expect(text, `${name}: ${part}`).toContain(part)
    }
  })

  test('every setting stands in operating.md, and no setting that does not exist', () => {
    const known = [...new Set(settingsIn(read('src/config.ts')))].toSorted()
    expect([...new Set(settingsIn(read('docs/operating.md')))].toSorted()).toEqual(known)
    const example = [...new Set(settingsIn(read('.env.example')))].toSorted()
    expect(example).toEqual(known)
    for (const path of pages) expect(known, path).toEqual(expect.arrayContaining(settingsIn(read(path))))
  })

  test('every npm script the documents name exists, and the README names each that people run', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    for (const path of pages)
      for (const [, name = ''] of read(path).matchAll(/npm run ([a-z]+)/g))
        expect(scripts, `${path}: npm run ${name}`).toHaveProperty(name)
    for (const name of Object.keys(scripts))
      if (!['build', 'prepare'].includes(name))
        expect(read('README.md'), name).toMatch(new RegExp(`npm (run )?${name}\\b`))
  })

  test('every counter an adapter may give has its meaning in metrics.md', () => {
    const union = /export type Metric = ([^\n]+)/.exec(read('src/ports/network.ts'))?.[1] ?? ''
    const names = [...union.matchAll(/'(\w+)'/g)].map(match => match[1])
    expect(names.length).toBeGreaterThan(3)
    const defined = [...read('docs/metrics.md').matchAll(/^\| `(\w+)` \|/gm)].map(match => match[1])
    expect(defined.toSorted()).toEqual(names.toSorted())
  })

  test('operating.md names every command, figure, cause of a hold and event that is worth a look, and none besides', () => {
    const page = read('docs/operating.md')
    const commands = [...read('src/cli.ts').matchAll(/^ {2}(\w+): \{$/gm)].map(match => match[1])
    expect(commands.length).toBeGreaterThan(5)
    for (const name of commands) expect(page, name).toMatch(new RegExp(`(npx lantoa|npm run) ${name}\\b`))

    const told = [...read('src/runtime/node/metrics.ts').matchAll(/gauge\(\s*'(\w+)'/g)].map(
      match => `lantoa_${match[1]}`,
    )
    expect(rowsOf(page, 'figure').toSorted(), 'the table of figures in docs/operating.md').toEqual(told.toSorted())

    const code = [...filesBelow('src'), ...filesBelow('jobs')].filter(path => /\.tsx?$/.test(path)).map(read)
    const events = code.flatMap(text =>
      [...text.matchAll(/log\??\.(?:warn|error)\(\s*'([\w.]+)'/g)].map(match => match[1]),
    )
    expect(rowsOf(page, 'event').toSorted(), 'the table of events in docs/operating.md').toEqual(
      [...new Set(events)].toSorted(),
    )

    const causes = /export type Cause =([\s\S]*?)\n\n/.exec(read('src/holds/hold.ts'))?.[1] ?? ''
    for (const [, cause] of causes.matchAll(/\| '([\w.]+)'/g))
      expect(page, `docs/operating.md says nothing of a hold called ${cause}`).toContain(`\`${cause}\``)
  })
})

/** First cells of the table whose first column has this name. */
function rowsOf(page: string, column: string): string[] {
  const table = page.split(`\n| ${column} |`)[1]?.split('\n\n')[0] ?? ''
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(match => match[1] ?? '')
}
