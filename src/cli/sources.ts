import { never } from '../kit/never.ts'
import type { Actor } from '../people/person.ts'
import { findByEmail, firstWith } from '../people/queries.ts'
import { type Imported, importSources } from '../sources/import.ts'
import { type LineTried, tryPlan } from '../sources/try-plan.ts'
import { type Words, wordsIn } from '../words/index.ts'
import type { CliIo, Command, ExitCode } from './command.ts'
import { asGuest, readFlags } from './guest.ts'
import { readLocal } from './input.ts'
import { fail, report } from './report.ts'

/** `lantoa sources import file.csv`: the tree of units, portals and sources out of one table. */
export const sources: Command = async (args, io) => {
  const flags = readFlags(args, {
    'dry-run': { type: 'boolean' },
    'skip-wrong': { type: 'boolean' },
    try: { type: 'boolean' },
    email: { type: 'string' },
    json: { type: 'boolean' },
  })
  if (flags.is === 'bad') return fail(io, `sources: ${flags.why}`, 2)
  const [verb, file, ...more] = flags.positionals
  if (verb !== 'import' || file === undefined || more.length > 0)
    return fail(io, 'sources import <file.csv> is all there is', 2)
  const got = await readLocal(file)
  if (got.is === 'bad') return fail(io, `sources: ${got.says}`, 2)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(got.bytes)
  } catch {
    return fail(io, `sources: ${file}: the letters are not UTF-8; save it as CSV UTF-8`, 2)
  }
  const { email, json = false } = flags.values
  return asGuest(io, async ctx => {
    const person = email ? await findByEmail(ctx.db, email) : await firstWith(ctx.db, 'admin')
    if (!person)
      return fail(io, email ? `--email ${email} is nobody's` : 'nobody has the role admin: lantoa user create', 2)
    const by: Actor = { id: person.id, name: person.name, email: person.email, language: 'vi', via: 'cli' }
    // What is tried is not saved in the same breath: a person looks at the answers first.
    const isTrial = flags.values.try ?? false
    const asked = {
      dryRun: isTrial || (flags.values['dry-run'] ?? false),
      skipWrong: flags.values['skip-wrong'] ?? false,
    }
    const result = await importSources(ctx, by, text, asked)
    const tried = isTrial && result.is === 'planned' ? await tryPlan(ctx, result.plan) : undefined
    return told(io, json, file, result, tried)
  })
}

/** Wrong lines in Vietnamese, as the page says them: who mends the table reads that. */
function told(io: CliIo, json: boolean, file: string, result: Imported, tried?: LineTried[]): ExitCode {
  const w = wordsIn('vi')
  if (result.is === 'unreadable') return fail(io, `sources: ${file}: ${w.say(result.why)}`, 2)
  const { plan } = result
  const seen = new Map(tried?.map(one => [one.url, one]))
  const lines = plan.lines.map(({ wrong, source, ...line }) => {
    const found = source && seen.get(source.url)
    return {
      ...line,
      ...(source && { source: { kind: source.kind, url: source.url, name: source.name } }),
      ...(found && {
        tried: found.is === 'failed' ? { is: 'failed', code: found.why.code, says: w.say(found.why) } : found,
      }),
      wrong: wrong.map(problem => ({ code: problem.code, says: w.say(problem) })),
    }
  })
  const said = lines.flatMap(({ line, source, wrong }) => {
    const found = source && seen.get(source.url)
    const reads = found ? [found.is === 'failed' ? w.say(found.why) : readable(w, found)] : []
    return [...wrong.map(({ says }) => says), ...reads.map(says => `${source?.url}: ${says}`)].map(
      says => `${w.t('sources.import_line_n', { n: line })}: ${says}`,
    )
  })
  const { units, portals, sources: added, wrong } = plan
  const untried = tried ? 0 : plan.untried
  const unread = tried?.filter(one => one.is === 'failed').length ?? 0
  report(io, json, { is: result.is, units, portals, sources: added, untried, wrong, lines }, [
    ...said,
    ...(untried > 0 ? [w.t('sources.import_untried', { n: untried })] : []),
    `${w.t(`sources.import_${result.is}`)}. ${w.t('sources.import_counts', { units, portals, sources: added })}`,
  ])
  switch (result.is) {
    case 'planned':
      return wrong > 0 || unread > 0 ? 1 : 0
    case 'imported':
      return 0
    case 'wrong':
      return 1
    default:
      return never(result)
  }
}

function readable(w: Words, { total, first }: Extract<LineTried, { is: 'list' }>): string {
  return first === ''
    ? w.t('sources.import_reads', { n: total })
    : w.t('sources.import_reads_first', { n: total, first })
}
