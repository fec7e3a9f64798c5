export type PageKind = 'login_page' | 'challenge' | 'not_found' | 'html_page'

/** What an HTML page is when it is not what was asked for. Told by structure and by the sentences portals show. */
export const looksLike = {
  html(text: string): boolean {
    return /^(?:\s|<!--[\s\S]*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body|script|meta|div|title|h1)\b/i.test(
      text,
    )
  },

  kindOf(text: string): PageKind {
    if (challenge.test(text)) return 'challenge'
    if (/<input\b[^>]*type\s*=\s*["']?password/i.test(text)) return 'login_page'
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

const challenge =
  /cf-challenge|cf-browser-verification|challenge-platform|g-recaptcha|h-captcha|_Incapsula_Resource|captcha-delivery/i
export const notFound =
  /The requested resource was not found|Không tìm thấy trang|Trang (?:bạn|này) .{0,30}không tồn tại|Nội dung (?:này )?không tồn tại|Bài viết không tồn tại|404 - |404 Not Found|Page not found/i
