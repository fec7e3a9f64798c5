import type { FC } from 'hono/jsx'
import { ActForm, Button, Choices, TextArea } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Tag } from '../ui/state.tsx'
import { Cell, Table } from '../ui/table.tsx'
import type { Words } from '../words/index.ts'
import type { Imported, Plan, Planned } from './import.ts'

/** A table of units and sources: what it would add, which lines are wrong and why, mended in place. */
export const ImportSources: FC<{
  w: Words
  text: string
  result?: Imported
  skipWrong: boolean
  families: readonly string[]
}> = ({ w, text, result, skipWrong, families }) => (
  <>
    {result ? <Told w={w} result={result} /> : null}
    <ActForm action="/sources/import" class="lt-box" upload>
      <div class="lt-field">
        <label class="form-label" for="f-file">
          {w.t('sources.import_file')}
        </label>
        <p class="lt-hint" id="f-file-hint">
          {w.t('sources.import_file_hint')}
        </p>
        <input
          class="form-control"
          id="f-file"
          name="file"
          type="file"
          accept=".csv,text/csv,text/plain"
          aria-describedby="f-file-hint"
        />
      </div>
      <TextArea
        name="text"
        label={w.t('sources.import_text')}
        hint={w.t('sources.import_text_hint', { families: families.join(', ') })}
        value={text}
        rows={12}
      />
      <Choices
        name="skip"
        label={w.t('sources.import_wrong')}
        many
        chosen={skipWrong ? ['on'] : []}
        options={[{ value: 'on', text: w.t('sources.import_skip') }]}
      />
      <div class="lt-actions">
        <Button text={w.t('sources.import_try')} name="act" value="try" look={result ? 'plain' : 'primary'} />
        <Button text={w.t('sources.import_save')} name="act" value="save" look={result ? 'primary' : 'plain'} />
        <a class="btn" href="/sources">
          {w.t('sources.title')}
        </a>
      </div>
    </ActForm>
    {result && result.is !== 'unreadable' ? <Lines w={w} plan={result.plan} /> : null}
  </>
)

const Told: FC<{ w: Words; result: Imported }> = ({ w, result }) => {
  if (result.is === 'unreadable')
    return (
      <Notice kind="danger" title={w.t('sources.import_unreadable')}>
        <p>{w.say(result.why)}</p>
      </Notice>
    )
  const { units, portals, sources, untried, wrong } = result.plan
  return (
    <Notice
      kind={result.is === 'wrong' ? 'danger' : wrong ? 'warning' : result.is === 'imported' ? 'success' : 'info'}
      title={w.t(`sources.import_${result.is}`)}
    >
      <p>{w.t('sources.import_counts', { units, portals, sources })}</p>
      {untried ? <p>{w.t('sources.import_untried', { n: untried })}</p> : null}
      {wrong ? <p>{w.t('sources.import_wrong_lines', { n: wrong })}</p> : null}
    </Notice>
  )
}

/** The page that tries one way, filled in as the line says; opened beside the table, which is not saved yet. */
function tryAt({ url, settings }: NonNullable<Planned['source']>): string {
  const { list = {}, family, idPattern } = settings
  const how = { address: url, kind: 'list', url, family, idPattern }
  const selectors = Object.entries(list).map(([name, selector]) => [`list_${name}`, selector])
  const given = [...Object.entries(how), ...selectors].flatMap(([name, value]) => (value ? [[`${name}`, value]] : []))
  return `/sources/new?${new URLSearchParams(given)}`
}

const looks = { add: 'fresh', exists: 'past', wrong: 'failed' } as const

/** Wrong lines first: they are what a person is here for. */
const Lines: FC<{ w: Words; plan: Plan }> = ({ w, plan }) => (
  <section class="lt-section" aria-labelledby="lines">
    <h2 id="lines">{w.t('sources.import_lines')}</h2>
    <Table
      caption={w.t('sources.import_lines')}
      columns={[
        w.t('sources.import_line'),
        w.t('sources.import_what'),
        w.t('sources.col_unit'),
        w.t('sources.import_does'),
      ]}
    >
      {plan.lines
        .toSorted((a, b) => Number(b.does === 'wrong') - Number(a.does === 'wrong') || a.line - b.line)
        .map(line => (
          <tr>
            <Cell>{w.t('sources.import_line_n', { n: line.line })}</Cell>
            <Cell label={w.t('sources.import_what')} class="lt-address">
              {line.wrong.map(problem => (
                <p>{w.say(problem)}</p>
              ))}
              {line.source ? `${w.t(`sources.kind_${line.source.kind}`)}: ${line.source.url}` : null}
              {line.source?.kind === 'list' && line.does === 'add' ? (
                <p>
                  <a href={tryAt(line.source)} aria-label={`${w.t('sources.import_try_one')}: ${line.source.name}`}>
                    {w.t('sources.import_try_one')}
                  </a>
                </p>
              ) : null}
              {!line.source && line.wrong.length === 0 ? w.t('sources.import_unit_only') : null}
            </Cell>
            <Cell label={w.t('sources.col_unit')}>{line.unit}</Cell>
            <Cell label={w.t('sources.import_does')}>
              <Tag look={looks[line.does]} text={w.t(`sources.import_does_${line.does}`)} />
            </Cell>
          </tr>
        ))}
    </Table>
  </section>
)
