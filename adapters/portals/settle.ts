import { tidy } from '../../src/kit/text.ts'
import { fullSize } from './attached.ts'

/** Puts a page in the state its scripts would leave it in, and takes the frame off that every page of the site has. */
export function settle(document: Document, base: string): void {
  showForms(document)
  liftTitle(document)
  settlePictures(document, base)
  dropFrame(document)
}

/** ASP.NET portals hide the whole page in `<form style="display:none">` until a script runs; Readability would see nothing. */
function showForms(document: Document): void {
  for (const form of document.querySelectorAll('form[style]')) {
    const style = form.getAttribute('style') ?? ''
    form.setAttribute('style', style.replace(/display\s*:\s*none\s*;?|visibility\s*:\s*hidden\s*;?/gi, ''))
  }
}

/** A stray element before `<head>` makes the DOM start another head, and the title is lost in the first. */
function liftTitle(document: Document): void {
  const title = tidy(document.querySelector('title')?.textContent ?? '')
  if (document.title === '' && title !== '') document.title = title
}

/** A picture that is loaded when it comes into view, or in several sizes, is its largest one; its spare in `noscript` goes. */
function settlePictures(document: Document, base: string): void {
  for (const image of document.querySelectorAll('img')) {
    const url = fullSize(image, base)
    if (url === null) continue
    image.setAttribute('src', url)
    for (const name of ['srcset', 'data-srcset', 'data-src', 'data-original', 'data-lazy-src', 'loading'])
      image.removeAttribute(name)
  }
  for (const spare of document.querySelectorAll('noscript')) {
    const before = spare.previousElementSibling
    const image = spare.querySelector('img')
    if (
      image &&
      before?.matches('img') &&
      /^data:|\/(?:blank|pixel|pix|spacer|lazy|placeholder)\b/i.test(before.getAttribute('src') ?? '')
    )
      before.setAttribute('src', image.getAttribute('src') ?? '')
    if (image && before?.matches('img, picture')) spare.remove()
  }
}

const frame =
  '#footer, .footer, .site-footer, .page-footer, .main-footer, [role=contentinfo], #navigation, .navbar, .main-menu, .main-nav, [role=navigation]'

/** Where an article has little text, what stands at the foot of every page would be taken for it. */
function dropFrame(document: Document): void {
  const whole = document.body?.textContent?.length ?? 0
  for (const part of document.querySelectorAll(`${frame}, body > footer, body > nav`)) {
    if (part.closest('article') || part.querySelector('article, h1, form[action]')) continue
    if ((part.textContent?.length ?? 0) < Math.max(whole * 0.3, 1500)) part.remove()
  }
}
