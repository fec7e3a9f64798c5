import { Hono } from 'hono'
import type { Env } from '../http/env.ts'
import { once } from '../http/forms.ts'
import { can } from '../http/guard.ts'
import { page } from '../http/page.tsx'
import { type Imported, importSources } from './import.ts'
import { ImportSources } from './pages-import.tsx'

/** A province's table has some 30,000 letters. */
const mostBytes = 1_000_000

export const importPages = new Hono<Env>()
  .get('/sources/import', can('set_up'), c =>
    page(
      c,
      { title: c.var.words.t('sources.import_title') },
      <ImportSources w={c.var.words} text="" skipWrong={false} families={c.var.ctx.readers.families} />,
    ),
  )
  .post('/sources/import', can('set_up'), c =>
    once(c, async () => {
      const { ctx, actor, words: w } = c.var
      const { file, text, act, skip } = await c.req.parseBody()
      const skipWrong = skip === 'on'
      const given = await textOf(file, text)
      const result: Imported =
        given === undefined
          ? { is: 'unreadable', why: { code: 'import.not_utf8' } }
          : await importSources(ctx, actor, given, { dryRun: act !== 'save', skipWrong })
      if (result.is === 'imported' && result.plan.wrong === 0) return c.redirect('/sources?done=imported', 303)
      const bad = result.is === 'unreadable' || result.is === 'wrong'
      return page(
        c,
        { title: w.t('sources.import_title'), wrong: bad },
        <ImportSources
          w={w}
          text={given ?? ''}
          result={result}
          skipWrong={skipWrong}
          families={ctx.readers.families}
        />,
        bad ? 422 : 200,
      )
    }),
  )

/** The file where one was chosen, else what stands in the field. Undefined for letters that are not UTF-8. */
async function textOf(file: unknown, text: unknown): Promise<string | undefined> {
  if (!(file instanceof File) || file.size === 0) return typeof text === 'string' ? text.slice(0, mostBytes) : ''
  if (file.size > mostBytes) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    return undefined
  }
}
