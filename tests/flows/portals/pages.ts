/** What each family of websites shows, with the defects it is known for. Written from what such sites look like. */
import type { Family, Piece, Site } from './plan.ts'

export interface Shown {
  type: string
  body: string
  headers?: Record<string, string>
}

/** Where each family has its list, and how the list is to be read. */
export const waysOf: Readonly<
  Record<Family, { kind: 'feed' | 'wordpress' | 'sitemap' | 'list'; path: string; settings: Record<string, unknown> }>
> = {
  liferay: {
    kind: 'list',
    path: '/tin-tuc',
    settings: {
      list: { row: 'div.row-item', title: 'a.title', link: 'a.title', date: 'span.date', drop: 'span.views' },
      idPattern: '/-/view_content/(\\d+)-',
    },
  },
  sharepoint: { kind: 'feed', path: '/Pages/rss.aspx', settings: {} },
  dotnet: { kind: 'feed', path: '/Rss.aspx?catid=7&rec=50', settings: { dateOrder: 'month-first' } },
  nukeviet: { kind: 'feed', path: '/vi/news/rss/', settings: {} },
  vccorp: { kind: 'feed', path: '/rss/home.rss', settings: {} },
  wordpress: { kind: 'wordpress', path: '/wp-json/wp/v2/posts?per_page=30', settings: {} },
  spa: { kind: 'sitemap', path: '/sitemap.xml', settings: {} },
  atom: { kind: 'feed', path: '/tin.atom', settings: {} },
}

const two = (n: number) => String(n).padStart(2, '0')
const inVietnam = (at: number) => new Date(at + 7 * 3_600_000)

export function pathOf(family: Family, { id, at }: Piece, start: number): string {
  const when = inVietnam(start + at)
  switch (family) {
    case 'liferay':
      return `/chi-tiet/-/view_content/${id}-tin-hoat-dong.html`
    case 'sharepoint':
      return `/Pages/tin-tuc.aspx?ItemID=${id}`
    case 'dotnet':
      return `/Default.aspx?tabid=55&docid=${id}`
    case 'nukeviet':
      return `/vi/news/tin-tuc/hoat-dong-${id}.html`
    case 'vccorp':
      return `/hoat-dong-${101}${String(when.getUTCFullYear()).slice(2)}${two(when.getUTCMonth() + 1)}${two(when.getUTCDate())}${two(when.getUTCHours())}${two(when.getUTCMinutes())}${two(id % 60)}${String(id % 1000).padStart(3, '0')}.htm`
    case 'wordpress':
      return `/${when.getUTCFullYear()}/${two(when.getUTCMonth() + 1)}/hoat-dong-${id}/`
    case 'spa':
      return `/bai-viet/hoat-dong-${id}`
    case 'atom':
      return `/node/${id}`
    default:
      return family satisfies never
  }
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
/** `ô` as a letter and a mark: editors leave it half decomposed. */
const halfDecomposed = (text: string) => text.replaceAll('ộ', 'o\u0302\u0323').replaceAll('ị', 'i\u0323')

/** The list as it stands at `now` (milliseconds of the story): the newest first, thirty of them; of an interface, what it was asked for. */
export function listOf(
  site: Site,
  base: string,
  start: number,
  now: number,
  odd: { guids: boolean; count: number; asked: URLSearchParams },
): Shown {
  const shown = site.pieces
    .filter(({ at }) => at <= now)
    .toReversed()
    .slice(0, site.family === 'wordpress' ? undefined : 30)
  const items = shown.map(piece => ({
    ...piece,
    url: `${base}${pathOf(site.family, piece, start)}`,
    when: inVietnam(start + piece.at),
  }))
  const guid = (id: number) => (odd.guids ? `moi-${id}` : `tin-${id}`)
  const rss = (body: readonly string[], more = '') => ({
    type: 'application/rss+xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Tin tức</title><link>${base}</link><description/>${more}${body.join('\n')}</channel></rss>`,
  })
  switch (site.family) {
    case 'liferay':
      return {
        type: 'text/html; charset=utf-8',
        body: frame(
          'Tin tức',
          `<div class="weather">Nhiệt độ ${20 + (odd.count % 9)}°C</div>${items
            .map(
              ({ id, title, url, when }) =>
                `<div class="row-item"><a class="title" href="${xml(`${url}?redirect=/tin-tuc`)}">${xml(title)}</a><span class="date">(${two(when.getUTCDate())}/${two(when.getUTCMonth() + 1)}/${when.getUTCFullYear()}, ${two(when.getUTCHours())}:${two(when.getUTCMinutes())})</span><span class="views">Lượt xem: ${odd.count + id}</span></div>`,
            )
            .join('')}`,
          odd.count,
        ),
      }
    case 'sharepoint':
      return rss(
        items.map(
          ({ title, url, at }) =>
            `<item><title>${xml(title)}</title><link>${xml(url)}</link><description>&lt;div&gt;Tóm tắt&lt;/div&gt;</description><pubDate>${new Date(start + at).toUTCString()}</pubDate></item>`,
        ),
      )
    case 'dotnet':
      return rss(
        items.map(({ title, url, when }) => {
          const hours = when.getUTCHours()
          const clock = `${hours % 12 || 12}:${two(when.getUTCMinutes())}:${two(when.getUTCSeconds())}\u202f${hours < 12 ? 'AM' : 'PM'}`
          return `<item><title>${xml(halfDecomposed(title))}</title><link>${xml(url)}</link><pubDate>${when.getUTCMonth() + 1}/${when.getUTCDate()}/${when.getUTCFullYear()} ${clock}</pubDate></item>`
        }),
        '<ttl>30</ttl>',
      )
    case 'nukeviet':
      return rss(
        items.map(({ id, title, url, when }) => {
          // `H:m:s`: the minutes are the month.
          const date = when
            .toUTCString()
            .replace(/(\d\d):\d\d:(\d\d) GMT/, `$1:${two(when.getUTCMonth() + 1)}:$2 +0700`)
          return `<item><title>${xml(title).replaceAll('&amp;', '&amp;amp;')}</title><link>${url}</link><guid isPermaLink="false">\n news_${guid(id)}\n</guid><description>Tin&#x002F;bài</description><pubDate>${date}</pubDate></item>`
        }),
      )
    case 'vccorp':
      return rss(
        items.map(
          ({ id, title, url, when }) =>
            `<item><title><![CDATA[${title}]]></title><link>${url}</link><guid>${odd.guids ? `${url}?v=${odd.count}` : url}</guid><description><![CDATA[<img src="/anh/${id}.jpg"> Tóm tắt]]></description><pubDate>${when.toUTCString().replace('GMT', 'GMT+7')}</pubDate></item>`,
        ),
      )
    case 'wordpress': {
      // The time asked for is the site's own.
      const after = Date.parse(`${odd.asked.get('modified_after') ?? '1970-01-01T00:00:00'}+07:00`)
      const each = Number(odd.asked.get('per_page') ?? 10)
      const meant = items.filter(({ at }) => start + at > after)
      return {
        type: 'application/json; charset=UTF-8',
        headers: {
          'x-wp-total': String(meant.length),
          'x-wp-totalpages': String(Math.max(1, Math.ceil(meant.length / each))),
        },
        body: JSON.stringify(
          meant
            .slice((Number(odd.asked.get('page') ?? 1) - 1) * each)
            .slice(0, each)
            .map(({ id, title, url, at }) => ({
              id,
              link: url,
              guid: { rendered: `${base}/?p=${id}` },
              date_gmt: new Date(start + at).toISOString().slice(0, 19),
              modified_gmt: new Date(start + at).toISOString().slice(0, 19),
              title: { rendered: title.replaceAll('&', '&#038;') },
              excerpt: { rendered: '<p>Tóm tắt [&hellip;]</p>' },
            })),
        ),
      }
    }
    case 'spa':
      return {
        type: 'application/xml',
        body: `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${items
          .map(({ url, at }) => `<url><loc>${url}</loc><lastmod>${new Date(start + at).toISOString()}</lastmod></url>`)
          .join('')}</urlset>`,
      }
    case 'atom':
      return {
        type: 'application/atom+xml',
        body: `<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><id>urn:tin:${site.host}</id><updated>${new Date(start + now).toISOString()}</updated>${items
          .map(
            ({ id, title, url, at }) =>
              `<entry><id>urn:x:${site.host}:${guid(id)}</id><title type="html">${xml(xml(title))}</title><link href="${url}"/><updated>${new Date(start + at).toISOString()}</updated></entry>`,
          )
          .join('')}</feed>`,
      }
    default:
      return site.family satisfies never
  }
}

/** One article; counters and the weather differ each time, the text only when it is edited. */
export function pageOf(piece: Piece, base: string, start: number, now: number, count: number): Shown {
  const edited = piece.editedAt !== undefined && now >= piece.editedAt
  const body = `Ủy ban nhân dân xã cho biết, mục số ${piece.id} được thực hiện đúng kế hoạch, có đại diện các thôn tham dự và góp ý.`
  const article = `<article><h1>${xml(piece.title)}</h1><p class="date">${new Date(start + piece.at).toISOString()}</p><span class="views">Lượt xem: ${count}</span>${`<p>${body}</p>`.repeat(4)}${edited ? '<p>Đính chính: số hộ tham gia là ba mươi hai, không phải hai mươi ba như đã đưa.</p>' : ''}</article>`
  return { type: 'text/html; charset=utf-8', body: frame(piece.title, article, count, base) }
}

/** Some of them answer a dead link with their usual frame and 200. */
export const goneOf = (): Shown => ({
  type: 'text/html; charset=utf-8',
  body: frame('Không tìm thấy trang', '<h1>Không tìm thấy trang</h1><p>Nội dung này không tồn tại.</p>', 0),
})

const frame = (title: string, body: string, count: number, base = '') =>
  `<!DOCTYPE html><html lang="vi"><head><title>${xml(title)}</title><meta property="og:title" content="${xml(title).replaceAll('"', '&quot;')}">${base ? '<meta property="og:type" content="article">' : ''}</head><body><header><a href="/">Trang chủ</a></header>${body}<footer>Tổng lượt truy cập: ${1_000_000 + count}</footer></body></html>`
