import type { FC } from 'hono/jsx'
import type { Networks } from '../ports/network.ts'
import { Empty } from '../ui/empty.tsx'
import { Button, Field, Select } from '../ui/form.tsx'
import { Rich } from '../ui/rich.tsx'
import type { Words } from '../words/index.ts'
import { Days } from './days.tsx'
import { changeOf, interactions } from './figures.ts'
import { type Period, presets } from './period.ts'
import type { BestPost, ChannelFigures, DayFigures, SectionFigures, Totals } from './queries.ts'
import { dayIn } from './say.ts'
import { Best, Channels, Figure, Meanings, Sections } from './tables.tsx'

interface Given {
  w: Words
  now: Date
  networks: Networks
  units: readonly { id: number; name: string }[]
  unit?: { id: number; name: string }
  period: Period
  earlier: Period
  totals: Totals
  totalsBefore: Totals
  days: readonly DayFigures[]
  daysBefore: readonly DayFigures[]
  sections: readonly SectionFigures[]
  channels: readonly ChannelFigures[]
  best: readonly BestPost[]
}

export const ReadAt: FC<{ w: Words; at: Date | null; now: Date }> = ({ w, at, now }) => (
  <span>{at ? w.t('reach.read_at', { time: w.moment(at, now) }) : w.t('reach.never_read')}</span>
)

export const Reach: FC<Given> = p => (
  <>
    <Filters {...p} />
    {p.totals.copies ? <Answers {...p} /> : <Empty text={p.w.t('reach.empty')} why={p.w.t('reach.empty_why')} />}
    <Meanings w={p.w} />
  </>
)

const Filters: FC<Given> = ({ w, now, units, unit, period }) => {
  const slots = { from: dayIn(w, period.from), to: dayIn(w, period.to) }
  const link = (to: Period) => `/reach?${new URLSearchParams({ ...to, ...(unit && { unit: String(unit.id) }) })}`
  const named = presets(now)
  const choices = [
    ['reach.week', named.week],
    ['reach.four_weeks', named.fourWeeks],
    ['reach.this_month', named.thisMonth],
    ['reach.last_month', named.lastMonth],
  ] as const
  return (
    <>
      <nav class="lt-tabs" aria-label={w.t('reach.period')}>
        {choices.map(([key, choice]) => (
          <a
            href={link(choice)}
            aria-current={choice.from === period.from && choice.to === period.to ? 'true' : undefined}
          >
            {w.t(key)}
          </a>
        ))}
      </nav>
      <form class="lt-row lt-period" method="get" action="/reach">
        <Field name="from" label={w.t('reach.from')} value={slots.from} width="short" autocomplete="off" />
        <Field name="to" label={w.t('reach.to')} value={slots.to} width="short" autocomplete="off" />
        {units.length > 1 ? (
          <Select
            name="unit"
            label={w.t('reach.unit')}
            empty={w.t('reach.all_units')}
            value={unit && String(unit.id)}
            options={units.map(one => ({ value: String(one.id), text: one.name }))}
          />
        ) : null}
        <Button text={w.t('reach.show')} />
      </form>
      <p class="lt-meta lt-said">
        {unit ? w.t('reach.looking_at', { ...slots, unit: unit.name }) : w.t('reach.looking_at_all', slots)}
      </p>
    </>
  )
}

const Answers: FC<Given> = p => {
  const { w, totals, totalsBefore } = p
  const change = (key: 'posts' | 'views' | 'reactions' | 'comments' | 'shares') =>
    changeOf(totals[key], totalsBefore.copies ? totalsBefore[key] : null)
  return (
    <>
      <Summary {...p} />
      <dl class="lt-figure-row">
        <Figure w={w} name={w.t('reach.posts')} value={totals.posts} read={totals.read} change={change('posts')} />
        {(['views', 'reactions', 'comments', 'shares'] as const).map(key => (
          <Figure w={w} name={w.t(`reach.${key}`)} value={totals[key]} read={totals.read} change={change(key)} />
        ))}
      </dl>
      {totalsBefore.copies ? (
        <p class="lt-meta lt-said">
          {w.t('reach.compared', { from: dayIn(w, p.earlier.from), to: dayIn(w, p.earlier.to) })}
        </p>
      ) : null}
      <Days {...p} />
      <Sections w={w} rows={p.sections} />
      <Channels w={w} rows={p.channels} networks={p.networks} />
      <Best w={w} rows={p.best} />
    </>
  )
}

/** Two sentences that answer the question before any figure does. */
const Summary: FC<Given> = ({ w, period, earlier, totals, totalsBefore }) => {
  const of = { from: dayIn(w, period.from), to: dayIn(w, period.to) }
  const { posts, channels, copies } = totals
  return (
    <div class="lt-card lt-sentence">
      <p>
        <Rich text={w.t('reach.summary', { ...of, posts, channels, copies })} /> <Rich text={done()} />
      </p>
      {totals.read < copies && totals.read > 0 ? (
        <p class="lt-meta">{w.t('reach.summary_partly', { n: copies - totals.read })}</p>
      ) : null}
    </div>
  )

  function done(): string {
    const n = interactions(totals)
    if (n === null) return w.t('reach.summary_unread')
    const change = changeOf(n, totalsBefore.copies ? interactions(totalsBefore) : null)
    const slots = { n, from: dayIn(w, earlier.from), to: dayIn(w, earlier.to) }
    switch (change.is) {
      case 'grew':
      case 'fell':
        if (change.percent === null) return w.t('reach.summary_done', { n })
        return w.t(`reach.summary_${change.is}`, { ...slots, percent: change.percent })
      case 'same':
        return w.t('reach.summary_same', slots)
      case 'none':
        return w.t('reach.summary_done', { n })
      default:
        return change satisfies never
    }
  }
}
