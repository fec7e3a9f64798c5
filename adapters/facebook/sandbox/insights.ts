import { engagementOf } from './engagement.ts'
import { GraphError, invalid } from './errors.ts'
import { checkParams } from './params.ts'
import { mayRead } from './rights.ts'
import type { Turn } from './turn.ts'
import type { Page, Post } from './types.ts'

type Count = (turn: Turn, post: Post) => number

/** The lifetime metrics of a post that this sandbox can count truthfully from its public. */
const postMetrics: Record<string, Count> = {
  post_media_view: ({ world }, post) => engagementOf(world, post).views,
  post_total_media_view_unique: ({ world }, post) => engagementOf(world, post).viewers,
  post_clicks: ({ world }, post) => engagementOf(world, post).clicks,
  post_reactions_like_total: ({ world }, post) => engagementOf(world, post).byType.LIKE ?? 0,
}

/** Valid on the real Graph for Pages; the sandbox keeps no daily series and answers "no data". */
const pageMetrics = ['page_media_view', 'page_total_media_view_unique', 'page_post_engagements', 'page_follows'].concat(
  [
    'page_daily_follows',
    'page_daily_follows_unique',
    'page_daily_unfollows_unique',
    'page_views_total',
    'page_total_actions',
  ],
)

/** One dead or unknown metric fails the whole call, and the text does not say which. */
export function insights(turn: Turn, page: Page, post: Post | null): unknown {
  const { call, who, world } = turn
  const params = checkParams(call, `GET ${post ? 'PagePost' : 'Page'}/insights`, world.settings.strict)
  mayRead(who, page, 'read_insights')
  mayRead(who, page, 'pages_read_engagement')
  const metrics = (params.list('metric') ?? []).flatMap(name => String(name).split(','))
  if (metrics.length === 0)
    throw new GraphError({
      status: 400,
      code: 3001,
      subcode: 1504028,
      message: '(#3001) No metric was specified to be fetched.',
    })
  const known = (name: string) => (post ? name in postMetrics : pageMetrics.includes(name))
  if (!metrics.every(known)) throw invalid('The value must be a valid insights metric')
  const since = params.number('since')
  const until = params.number('until')
  if (since !== undefined && until !== undefined && until - since > 90 * 86_400)
    throw invalid('There cannot be more than 90 days between since and until')
  // Below 100 likes a Page has no insights; and an empty answer means "no data", never zero.
  if (page.likes < 100 || !post) return { data: [] }
  const period = params.text('period') ?? 'lifetime'
  if (period !== 'lifetime') return { data: [] }
  return {
    data: metrics.map(name => ({
      name,
      period,
      values: [{ value: postMetrics[name]?.(turn, post) ?? 0 }],
      title: name,
      description: name,
      id: `${post.id}/insights/${name}/${period}`,
    })),
  }
}
