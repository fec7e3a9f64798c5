import { html } from 'hono/html'

/** A piece of a page; what is put into `html` is escaped. */
export type Piece = ReturnType<typeof html>

/** Every page says on top that it is a simulation. */
export const frame = (title: string, content: Piece | Piece[]): Piece => html`<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/wall/style.css">
</head>
<body>
<div class="hint">Môi trường mô phỏng: không có gì ở đây được đăng lên mạng thật.</div>
<main>${content}</main>
</body>
</html>`

/** No script at all, and nothing from elsewhere. Where a form leads to is the caller's matter. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}
