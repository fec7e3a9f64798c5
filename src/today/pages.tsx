import type { Child, FC } from 'hono/jsx'
import { BoardAction } from '../deliveries/pages.tsx'
import type { BoardRow } from '../deliveries/queries/board.ts'
import { tell } from '../deliveries/sentence.ts'
import type { Networks } from '../ports/network.ts'
import type { Listed } from '../posts/queries/find.ts'
import { Rich } from '../ui/rich.tsx'
import { Mark, Tag } from '../ui/state.tsx'
import type { Words } from '../words/index.ts'

export interface TodayProps {
  w: Words
  now: Date
  networks: Networks
  needs: readonly BoardRow[]
  needsTotal: number
  next: readonly BoardRow[]
  nextTotal: number
  out: readonly BoardRow[]
  outTotal: number
  toApprove: readonly Listed[]
  returned: readonly Listed[]
  /** Posts to be approved again since a channel's settings changed. */
  again: number
  /** Deliveries that a colleague wants sent again, for a second signature. */
  toSign: readonly { id: number; title: string; asker: string; at: Date | null }[]
  arrivals: number
  rules: readonly { id: number; name: string }[]
  /** Sentences about what does not work, each with where to go. */
  unwell: readonly { text: string; href: string; open: string }[]
  seesWork: boolean
  mayLift: boolean
}

/** What needs me, what goes out next, what went out, what is unwell; each row with its one button. */
export const Today: FC<TodayProps> = p => {
  const { w } = p
  const waits = [p.needs, p.toApprove, p.toSign, p.returned, p.rules].some(({ length }) => length > 0)
  const nothing = !waits && !p.again && !p.arrivals
  return (
    <>
      {p.seesWork ? (
        <Section id="needs" title={w.t('today.needs')} none={nothing ? w.t('today.needs_none') : undefined}>
          {p.needs.map(row => (
            <Delivery {...p} row={row} />
          ))}
          {p.needsTotal > p.needs.length ? <More w={w} n={p.needsTotal} href="/deliveries?lane=needs" /> : null}
          {p.toSign.map(one => (
            <Line
              tag={<Tag look="person" text={w.t('today.sign')} />}
              text={one.title}
              meta={w.t('today.sign_asked', { person: one.asker, time: w.moment(one.at ?? p.now, p.now) })}
              href={`/deliveries/${one.id}`}
              open={w.t('today.sign_open')}
            />
          ))}
          {p.again ? (
            <Line text={w.t('again.waiting', { n: p.again })} href="/approvals/again" open={w.t('again.open')} />
          ) : null}
          {p.toApprove.map(post => (
            <Line
              tag={<Tag look="waiting" text={w.t('posts.state_submitted')} />}
              text={post.title}
              meta={post.dueAt ? w.moment(post.dueAt, p.now) : w.t('posts.at_once')}
              href={`/approvals/${post.id}`}
              open={w.t('approvals.review')}
            />
          ))}
          {p.returned.map(post => (
            <Line
              tag={<Tag look="person" text={w.t('posts.state_returned')} />}
              text={post.title}
              href={`/posts/${post.id}`}
              open={w.t('today.mend')}
            />
          ))}
          {p.rules.map(rule => (
            <Line text={w.t('today.rule', { name: rule.name })} href="/rules" open={w.t('today.rule_open')} />
          ))}
          {p.arrivals ? (
            <Line
              text={w.t('today.arrivals', { n: p.arrivals })}
              href="/publications"
              open={w.t('today.arrivals_open')}
            />
          ) : null}
        </Section>
      ) : null}
      <Section id="unwell" title={w.t('today.unwell')} none={p.unwell.length ? undefined : w.t('today.unwell_none')}>
        {p.unwell.map(one => (
          <Line text={one.text} href={one.href} open={one.open} />
        ))}
      </Section>
      {p.seesWork ? (
        <div class="lt-two">
          <Section id="next" title={w.t('today.next')} none={p.next.length ? undefined : w.t('today.next_none')}>
            {p.next.map(row => (
              <Delivery {...p} row={row} />
            ))}
            {p.nextTotal > p.next.length ? <More w={w} n={p.nextTotal} href="/deliveries?lane=waiting" /> : null}
          </Section>
          <Section id="out" title={w.t('today.out')} none={p.out.length ? undefined : w.t('today.out_none')}>
            {p.out.map(row => (
              <Delivery {...p} row={row} />
            ))}
            {p.outTotal > p.out.length ? <More w={w} n={p.outTotal} href="/deliveries?lane=live" /> : null}
          </Section>
        </div>
      ) : null}
    </>
  )
}

const Section: FC<{ id: string; title: string; none?: string; children?: Child }> = p => (
  <section class="lt-section" aria-labelledby={p.id}>
    <h2 id={p.id}>{p.title}</h2>
    {p.none ? <p class="lt-box">{p.none}</p> : <ul class="lt-box lt-list">{p.children}</ul>}
  </section>
)

const Line: FC<{ tag?: Child; text: string; meta?: string; href: string; open: string }> = p => (
  <li class="lt-line">
    <div>
      {p.tag}
      <p class="lt-title">{p.text}</p>
      {p.meta ? <p class="lt-meta">{p.meta}</p> : null}
    </div>
    <a class="btn" href={p.href} aria-label={`${p.open}: ${p.text}`}>
      {p.open}
    </a>
  </li>
)

const More: FC<{ w: Words; n: number; href: string }> = ({ w, n, href }) => (
  <li>
    <a href={href}>{w.t('today.more', { n })}</a>
  </li>
)

const Delivery: FC<TodayProps & { row: BoardRow }> = ({ w, now, networks, mayLift, row }) => {
  const network = networks.get(row.network)
  const told = tell(w, row, network, now)
  return (
    <li class="lt-line">
      <div>
        <p class="lt-list-head">
          <Tag look={told.look} text={w.t(told.tag)} />
          <Mark letter={network?.about.traits.letter ?? '?'} name={row.channel} />
        </p>
        <a class="lt-title" href={`/deliveries/${row.id}`}>
          {row.title}
        </a>
        <p>
          <Rich text={told.sentence} />
        </p>
      </div>
      <BoardAction w={w} row={row} network={network?.about.name ?? row.network} mayLift={mayLift} />
    </li>
  )
}
