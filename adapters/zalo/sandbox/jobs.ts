import { fetchPictures } from './pictures.ts'
import type { Article, Job, Matter } from './types.ts'
import { hexId, jobToken, type World } from './world.ts'

/** Takes an article, new or changed, and begins to work on it. */
export function beginJob(
  world: World,
  given: {
    appId: string
    accountId: string
    articleId: string | null
    matter: Matter
    stuck: boolean
    dead: boolean
    slowMs: number
  },
): Job {
  const { processingFromMs: from, processingToMs: to } = world.settings
  const { stuck, dead, slowMs, ...of } = given
  const job: Job = {
    ...of,
    token: jobToken(world),
    issuedAt: world.now(),
    readyAt: stuck
      ? Number.POSITIVE_INFINITY
      : world.now() + slowMs + from + Math.floor(world.random() * Math.max(0, to - from)),
    fetching: Promise.resolve(),
    outcome: null,
    state: 'processing',
    made: null,
  }
  job.fetching = fetchPictures(world, job.matter, dead).then(outcome => {
    job.outcome = outcome
  })
  world.jobs.set(job.token, job)
  return job
}

/** Jobs whose time has come are done, however long their pictures take. */
export async function ripen(world: World): Promise<void> {
  await Promise.all([...world.jobs.values()].filter(job => isDue(world, job)).map(job => job.fetching))
  ripenFetched(world)
}

/** As `ripen`, for whoever cannot wait: what is still being fetched stays as it is. */
export function ripenFetched(world: World): void {
  const due = [...world.jobs.values()].filter(job => isDue(world, job) && job.outcome !== null)
  for (const job of due.sort((a, b) => a.readyAt - b.readyAt)) {
    if (job.outcome?.is === 'fetched') finish(world, job, job.outcome.pictures)
    else job.state = 'failed'
  }
}

const isDue = (world: World, job: Job) => job.state === 'processing' && job.readyAt <= world.now()

function finish(world: World, job: Job, pictures: Article['pictures']): void {
  job.state = 'done'
  const shownAt = job.matter.status === 'show' ? job.readyAt : null
  const known = world.articles.get(job.articleId ?? '')
  if (known) {
    Object.assign(known, { matter: job.matter, pictures, updatedAt: job.readyAt, shownAt: known.shownAt ?? shownAt })
    job.made = known.id
    return
  }
  const article: Article = {
    id: hexId(world),
    accountId: job.accountId,
    appId: job.appId,
    matter: job.matter,
    pictures,
    createdAt: job.readyAt,
    updatedAt: job.readyAt,
    shownAt,
    removedAt: null,
  }
  world.articles.set(article.id, article)
  world.accounts.get(job.accountId)?.articles.push(article)
  job.made = article.id
}
