export type PageKind = 'login_page' | 'challenge' | 'not_found' | 'html_page'

/** What an HTML page is when it is not what was asked for. Told by structure and by the sentences portals show. */
export const looksLike = {
  html(text: string): boolean {
    const { doctype, element } = opening(text)
    // A document type of HTML before a feed is a template's slip; nothing of a page follows it.
    if (feedRoot.test(element)) return false
    return doctype === 'html' || /^(?:html|head|body|script|meta|div|title|h1)$/.test(element)
  },

  kindOf(text: string): PageKind {
    if (challenge.test(text)) return 'challenge'
    if (/<input\b[^<>]{0,1000}type\s*=\s*["']?password/i.test(text)) return 'login_page'
    if (notFound.test(text)) return 'not_found'
    return 'html_page'
  },

  say(kind: PageKind): string {
    switch (kind) {
      case 'login_page':
        return 'a sign-in form'
      case 'challenge':
        return 'a check for robots'
      case 'not_found':
        return 'it says that nothing is there'
      case 'html_page':
        return 'neither a sign-in form nor an error page'
      default:
        return kind satisfies never
    }
  },
}

const feedRoot = /^(?:[\w.-]+:)?(?:rss|feed|rdf)$/

/**
 * What stands before the first element, and that element's name, in one walk: a pattern that may end a comment in several
 * places took 2 s over 25 comments and doubled with every further one.
 */
function opening(text: string): { doctype: string; element: string } {
  const space = /\s*/y
  let doctype = ''
  let at = 0
  for (;;) {
    space.lastIndex = at
    space.test(text)
    at = space.lastIndex
    const sign = text.slice(at, at + 100)
    const closing = sign.startsWith('<!--') ? '-->' : '>'
    const end = /^<[!?]/.test(sign) ? text.indexOf(closing, at) : -1
    if (end < 0) return { doctype, element: /^<([a-z][\w.:-]*)/i.exec(sign)?.[1]?.toLowerCase() ?? '' }
    doctype ||= /^<!doctype\s+([\w.-]+)/i.exec(sign)?.[1]?.toLowerCase() ?? ''
    at = end + closing.length
  }
}

const challenge =
  /cf-challenge|cf-browser-verification|challenge-platform|g-recaptcha|h-captcha|_Incapsula_Resource|captcha-delivery/i
export const notFound =
  /The requested resource was not found|Không tìm thấy trang|Trang (?:bạn|này) .{0,30}không tồn tại|Nội dung (?:này )?không tồn tại|Bài viết không tồn tại|404 - |404 Not Found|Page not found/i
