import { tidy } from '../../src/kit/text.ts'
import type { ArticleFile } from '../../src/ports/portal.ts'
import { standsAside } from './aside.ts'
import { findUrl } from './links.ts'

const mimes: Record<string, string> = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  rtf: 'application/rtf',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  zip: 'application/zip',
  rar: 'application/vnd.rar',
  '7z': 'application/x-7z-compressed',
}
const endings = Object.keys(mimes).join('|')
const named = new RegExp(`\\.(${endings})(?=$|[\\s)\\]"',;:?&/])`, 'i')

/**
 * Files the article offers, outside of menus and of lists of other articles: by the ending of the address, by a file named in
 * its parameters, or by the words of a link that downloads something. Type and size as the page tells them.
 */
export function attachmentsOf(document: Document, base: string): ArticleFile[] {
  const found = new Map<string, ArticleFile>()
  for (const link of document.querySelectorAll('a[href], a[data-href], iframe[src], embed[src], object[data]')) {
    const url = urlOf(link, base)
    if (!url || standsAside(link)) continue
    const words = tidy(link.textContent ?? '')
    const ending = endingOf(url) ?? endingIn(words, url, link)
    if (!ending) continue
    const known = found.get(url)
    const size = sizeBeside(link)
    if (known) {
      known.bytes ??= size
      if (isVerb(known.name) && words !== '' && !isVerb(words)) known.name = words
      continue
    }
    const name = [nameIn(words), tidy(link.getAttribute('title') ?? ''), fileName(url)].find(text => text !== '')
    found.set(url, { url, name: name ?? url, mime: mimes[ending] ?? null, bytes: size })
    if (found.size === 50) break
  }
  for (const file of found.values()) if (isVerb(file.name)) file.name = fileName(file.url) || file.name
  return [...found.values()]
}

/** A link's target, or the file that a viewer is told to show. */
function urlOf(link: Element, base: string): string | null {
  const url = findUrl(['href', 'data-href', 'src', 'data'].map(name => link.getAttribute(name)).find(Boolean), base)
  if (url === null || link.tagName === 'A') return url
  const inside = [...new URL(url).searchParams.values()].find(value => named.test(value))
  return inside ? findUrl(inside, base) : named.test(new URL(url).pathname) ? url : null
}

export function endingOf(url: string): string | undefined {
  const { pathname, searchParams } = new URL(url)
  // Liferay puts a uuid behind the name: /documents/1/2/name.pdf/uuid?t=1, and since 7.4 writes the point as a stroke.
  const path = pathname.toLowerCase()
  const plain = new RegExp(`\\.(${endings})(?:$|/[0-9a-f-]{8,}$|/?;)`).exec(path)?.[1]
  const stroke = new RegExp(`^/documents/d/[^/]+/[^/]+-(${endings})$`).exec(path)?.[1]
  if (plain ?? stroke) return plain ?? stroke
  for (const value of searchParams.values()) {
    const told = new RegExp(`\\.(${endings})$`, 'i').exec(value.trim())?.[1]
    if (told) return told.toLowerCase()
  }
  return undefined
}

const fetches = /download|tai-?ve|tai-?xuong|taive|attach|dinh-?kem|getfile|linkclick|fileticket|viewfile|filehandler/i

/** A link without an ending that downloads, and whose words or picture name a file. */
function endingIn(words: string, url: string, link: Element): string | undefined {
  const isOffer = fetches.test(url) || link.hasAttribute('download')
  if (!isOffer) return undefined
  const icon = link.querySelector('img')?.getAttribute('src') ?? ''
  const told = [words, link.getAttribute('title') ?? '', link.getAttribute('download') ?? '', beside(link)]
  const found = told.map(text => named.exec(text)?.[1]).find(Boolean)
  return (
    found ?? new RegExp(`(?:^|[/_-])(${endings})[^/]*\\.(?:png|gif|svg|jpe?g)`, 'i').exec(icon)?.[1]
  )?.toLowerCase()
}

const verb =
  /^(?:tải (?:về|xuống|file|tệp)?.{0,12}|download|tải|xem(?: trước| chi tiết| file| tệp)?|file đính kèm|tệp đính kèm|tại đây|click here|here|view)$/iu

function isVerb(text: string): boolean {
  return verb.test(text)
}

/** Without the size that some write into the link. */
function nameIn(words: string): string {
  return tidy(
    words
      .replace(/^\s*(?:tải (?:về|xuống)|download)\s*:\s+/iu, '')
      .replace(size, ' ')
      .replace(/[([]\s*[)\]]/g, ' '),
  )
}

const size =
  /[([]?\s*(?:dung lượng|kích thước|size|độ lớn)?\s*:?\s*(\d{1,6}(?:[.,]\d{1,3})?)\s*(bytes?|[kmg]i?b)\b\s*[)\]]?/iu

/** The size beside a link or in it, where the link is the only one it can be of. */
function sizeBeside(link: Element): number | null {
  const own = size.exec(tidy(link.textContent ?? ''))
  const found = own ?? size.exec(beside(link))
  if (!found) return null
  const [, number = '', unit = ''] = found
  // 1.234 KB is more than a thousand, 1.2 MB is not.
  const value = Number(
    /^\d+[.,]\d{3}$/.test(number) && /^k/i.test(unit) ? number.replace(/[.,]/, '') : number.replace(',', '.'),
  )
  const power = { b: 0, k: 1, m: 2, g: 3 }[unit[0]?.toLowerCase() ?? ''] ?? 0
  return Math.round(value * 1024 ** power)
}

/** The words around a link in its line, cell or paragraph, as far as no other file stands there. */
function beside(link: Element): string {
  let best = ''
  for (let node = link.parentElement, up = 0; node && up < 3; node = node.parentElement, up++) {
    const links = [...node.querySelectorAll('a[href]')].map(one => one.getAttribute('href'))
    if (new Set(links).size > 1) break
    const text = tidy(node.textContent ?? '')
    if (text.length > 300) break
    best = text
    if (/^(?:TR|LI|P|TD)$/.test(node.tagName) && size.test(text)) break
  }
  return best
}

function fileName(url: string): string {
  const { pathname, searchParams } = new URL(url)
  const told = [...searchParams.values()].find(value => named.test(value))
  const last = (told ?? pathname).split('/').findLast(part => part.includes('.')) ?? ''
  try {
    return tidy(decodeURIComponent(last))
  } catch {
    return last
  }
}
