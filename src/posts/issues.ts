import type { Finding } from '../guard/finding.ts'
import { inspect } from '../guard/inspect.ts'
import { toText } from '../kit/html.ts'
import { dayOf } from '../kit/time.ts'
import type { Block, Content, Issue, Networks, Options, Settings } from '../ports/network.ts'
import type { Matter } from '../publications/matter.ts'
import { filmMissing, showsFilm } from './films.ts'
import { type Draft, goingOut, type Post } from './post.ts'

export interface Passed {
  rule: string
  count: number
}

/** Calendar year in Viet Nam. */
export const yearOf = (at: Date): number => Number(dayOf(at).slice(0, 4))

/** What the network says against it, what the guard sees in it, and the pictures it has to do without. */
export function issuesOf(
  networks: Networks,
  of: {
    network: string
    /** Where it goes to; without one nothing is said of a film. */
    channel?: { id: number; settings: Settings }
    ended?: boolean
    content: Content
    options: Options
    draft: Draft
  },
  passes: readonly Passed[],
  thisYear: number,
): Issue[] {
  const network = networks.get(of.network)
  const lost = of.draft.lost.map(({ url, code }): Issue => ({ code, field: 'pictures', blocks: false, with: { url } }))
  const found = findingsIn(of.content, of.draft, thisYear)
  const most = network?.about.limits.pictures?.most ?? 0
  return [
    ...(network ? network.check(of.content, of.options) : []),
    ...fewerPictures(of.content, of.draft, most),
    ...filmless(networks, of),
    ...(of.ended ? [{ code: 'channel.ended', field: 'channel', blocks: true }] : []),
    ...found.map(finding => issueOf(finding, passes)),
    ...lost,
  ]
}

/** A story of thirty pictures of which ten go there: said before it is approved. One picture is a cover, not a choice. */
const fewerPictures = ({ pictures }: Content, draft: Draft, most: number): Issue[] =>
  most > 1 && pictures.length === most && draft.pictures.length > most
    ? [{ code: 'post.pictures_fewer', field: 'pictures', blocks: false, with: { most, all: draft.pictures.length } }]
    : []

/** It goes there in the form it has without its film: said with the reason. */
function filmless(networks: Networks, { network, channel, content, draft }: Parameters<typeof issuesOf>[1]): Issue[] {
  const why = content.video ? undefined : filmMissing(draft)
  if (!why || !channel || !showsFilm(networks, { ...channel, network }, draft)) return []
  return [{ code: why.code, field: 'video', blocks: false, ...(why.with && { with: why.with }) }]
}

/** Of everything that will stand there, and of the names of files it leads to. */
export const findingsIn = (content: Content, draft: Draft, thisYear: number): Finding[] =>
  inspect(
    {
      title: content.title,
      text: [
        content.text,
        content.description ?? '',
        ...(content.blocks ?? []).map(textOf),
        ...content.pictures.flatMap(picture => [picture.alt, picture.caption ?? '']),
      ].join('\n'),
      files: draft.attachments.map(file => file.name),
    },
    thisYear,
  )

/** What the guard sees in what a portal told, masked: for the page that asks for the reason. */
export const findingsOfMatter = (matter: Matter, now: Date): Finding[] =>
  inspect(
    {
      title: matter.title,
      text: [
        matter.lead,
        matter.text || toText(matter.html),
        ...matter.images.flatMap(image => [image.alt, image.caption ?? '']),
      ].join('\n'),
      files: matter.attachments.map(file => file.name),
    },
    yearOf(now),
  )

export function textOf(block: Block): string {
  switch (block.is) {
    case 'heading':
    case 'paragraph':
    case 'quote':
      return block.text
    case 'list':
      return block.items.join('\n')
    case 'table':
      return [block.caption ?? '', ...block.rows.map(row => row.join(' '))].join('\n')
    case 'figure':
      return block.caption ?? ''
    default:
      return block satisfies never
  }
}

/** Let go by with a reason, as long as there is no more of it than there was then. */
export const isPassed = (finding: Pick<Finding, 'rule' | 'count'>, passes: readonly Passed[]): boolean =>
  passes.some(pass => pass.rule === finding.rule && pass.count >= finding.count)

function issueOf(finding: Finding, passes: readonly Passed[]): Issue {
  return {
    code: `guard.${finding.rule}`,
    field: finding.part === 'file' ? 'attachments' : finding.part,
    blocks: finding.verdict === 'block' && !isPassed(finding, passes),
    with: { masked: finding.masked.join('; '), count: finding.count },
  }
}

export interface PlacedIssue extends Issue {
  /** Undefined where it concerns the post as a whole. */
  channel?: number
}

/** Everything that stands against a post as it is now. */
export function issuesOfPost(networks: Networks, post: Post, passes: readonly Passed[], now: Date): PlacedIssue[] {
  const going = goingOut(post)
  const whole: PlacedIssue[] = []
  if (going.length === 0) whole.push({ code: 'post.no_channel', field: 'channels', blocks: true })
  if (post.publication?.state === 'withdrawn')
    whole.push({ code: 'post.source_withdrawn', field: 'source', blocks: true })
  else if (post.publication?.revision && post.revision && post.publication.revision !== post.revision)
    whole.push({ code: 'post.source_changed', field: 'source', blocks: false })
  return [
    ...whole,
    ...going.flatMap(({ channel, content, options }) =>
      issuesOf(
        networks,
        { network: channel.network, channel, ended: channel.ended, content, options, draft: post.draft },
        passes,
        yearOf(now),
      ).map(issue => ({ ...issue, channel: channel.id })),
    ),
  ]
}
