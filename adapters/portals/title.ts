import { fold, tidy } from '../../src/kit/text.ts'
import { standsAside } from './aside.ts'

const headings =
  '.component-title, .asset-title, .news-title, .title-news, .detail-title, .entry-title, .post-title, .article-title, .edn_articleTitle, .ArticleHeader, .tieude, [data-role=title], [itemprop=headline]'

/** By a part of its class or id, in the ways portals write it: `lblTitle`, `title-news-detail`, `Title_news`, `tieu-de`. */
const called = ['title', 'Title', 'headline', 'Headline', 'tieude', 'TieuDe', 'tieu-de', 'tieu_de']
  .flatMap(name => [`[class*=${name}]`, `[id*=${name}]`])
  .join(', ')

/** The one heading of the page; where there is none, or several, what is called the headline by its class. */
export function headingOf(document: Document): string {
  for (const selector of ['h1', headings]) {
    const heading = loneOf(document, selector, () => true)
    if (heading !== undefined) return heading
  }
  return ''
}

/** A whole sentence that stands alone under something called a title, and is no link. */
export const shownHeadline = (document: Document): string => loneOf(document, called, isHeadline) ?? ''

function loneOf(document: Document, selector: string, fits: (place: Element) => boolean): string | undefined {
  const all = [...document.querySelectorAll(selector)]
    .filter(place => !standsAside(place) && place.closest('li, ul') === null && !leadsHome(place) && fits(place))
    .map(place => tidy(place.textContent ?? ''))
    .filter(text => text.length > 8 && text.length < 400)
  return new Set(all).size === 1 ? all[0] : undefined
}

/** The name of the site in its banner is a heading, too. */
function leadsHome(place: Element): boolean {
  const link = place.querySelector('a[href]') ?? place.closest('a[href]')
  return /^(?:https?:\/\/[^/]+\/?|\/)(?:(?:web\/guest|vi|home|trang-chu|index\.\w+|default\.aspx)\/?)*$/i.test(
    link?.getAttribute('href') ?? '#',
  )
}

function isHeadline(place: Element): boolean {
  if (place.closest('a, head, script, template') || place.querySelector('a, p, input, img, [class*=itle], [id*=itle]'))
    return false
  return tidy(place.textContent ?? '').split(' ').length >= 6
}

interface Named {
  /** What the page seems to be called. */
  guess: string
  heading: string
  /** Where there is no heading: what may be the headline. */
  shown: string
  siteName: string
  og: string
  isVietnamese: boolean
}

/** Many portals put their own name, or another district's, into `<title>`; the one heading on the page is then the title. */
export function chooseTitle({ guess, heading, shown, siteName, og, isVietnamese }: Named): string {
  if (guess === '') return heading || og
  if (heading === '') return (isName(guess) && shown) || guess
  const words = heading.split(' ').length
  // `Headline – Name of the site`.
  if (isVietnamese && words >= 4 && guess.startsWith(heading) && /^\s*[–—|»·-]\s/u.test(guess.slice(heading.length)))
    return heading
  if (fold(guess).includes(fold(heading)) || fold(heading).includes(fold(guess)))
    return isVietnamese && words >= 5 && guess.length < heading.length ? heading : guess
  if (fold(og) === fold(guess) && fold(guess) !== fold(siteName)) return guess
  // A heading of a few words is as often the name of the section or a greeting.
  return words >= 5 && (isVietnamese || shared(guess, heading) < 0.3) ? heading : guess
}

function shared(a: string, b: string): number {
  const words = new Set(fold(a).split(' '))
  const others = fold(b).split(' ')
  return others.filter(word => words.has(word)).length / others.length
}

/** What pages without a title of their own are called: the site, the section, "Chi tiết tin". */
function isName(guess: string): boolean {
  return fold(guess)
    .split(/\s[-–—|»·:]\s/u)
    .every(part => part.split(' ').length <= 4 || name.test(part))
}

const name = /^(?:cong|trang|website|bao|so|bo|cuc|chi cuc|ubnd|uy ban|hdnd|van phong|chi tiet|tin)\b/
