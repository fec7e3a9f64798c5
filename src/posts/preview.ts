import { sha256Hex } from '../kit/crypto.ts'
import type { Content, Issue, Networks, Picture, Problem } from '../ports/network.ts'
import { kindOf } from '../publications/kind.ts'
import type { Matter } from '../publications/matter.ts'
import { briefOf, picturesOf } from './brief.ts'
import { issuesOf, yearOf } from './issues.ts'
import type { Draft } from './post.ts'

export interface Previewed {
  network: string
  fit: boolean
  /** Null where it does not fit; `why` says so. */
  content: Content | null
  why?: Problem
  issues: readonly Issue[]
}

/**
 * What each network would show of a publication, on a channel that nobody has set anything about. Reads nothing and
 * fetches nothing, so what a picture weighs and measures is not known, and every picture is said to be unseen.
 */
export async function previewOf(networks: Networks, matter: Matter, now: Date): Promise<Previewed[]> {
  const pictures = new Map<string, Picture>()
  for (const wanted of picturesOf(matter)) pictures.set(wanted.url, await unseen(wanted))
  const brief = briefOf(matter, {
    kind: kindOf(matter),
    ...(matter.url !== null && {
      source: { name: new URL(matter.url).hostname.replace(/^www\./, ''), url: matter.url },
    }),
    pictures,
    telling: { hashtags: {}, preview: false },
  })
  const draft: Draft = {
    ...brief,
    lost: [],
    fitted: {},
    unfilmed: {},
    automatic: false,
    filmUntil: null,
    templates: {},
  }
  return [...networks].map(([id, network]): Previewed => {
    const fit = network.format(brief, network.shape.settings.parse({}))
    if (fit.is === 'unfit') return { network: id, fit: false, content: null, why: fit.why, issues: [] }
    const options = network.shape.options.safeParse({}).data ?? {}
    const issues = issuesOf(networks, { network: id, content: fit.content, options, draft }, [], yearOf(now))
    const unseenIssue: Issue = { code: 'picture.unseen', field: 'pictures', blocks: false }
    return {
      network: id,
      fit: true,
      content: fit.content,
      issues: fit.content.pictures.length > 0 ? [...issues, unseenIssue] : issues,
    }
  })
}

/** Kept pictures are JPEG or PNG; the digest of one that was not fetched is that of its address. */
async function unseen({ url, alt, caption }: { url: string; alt: string; caption: string | null }): Promise<Picture> {
  return {
    digest: await sha256Hex(url),
    mime: /\.png$/i.test(new URL(url).pathname) ? 'image/png' : 'image/jpeg',
    width: 0,
    height: 0,
    bytes: 0,
    alt: alt || caption || '',
    ...(caption && { caption }),
    origin: url,
  }
}
