/**
 * Builds `public/built/`: Tabler cut down to the rules in use with our own layer after it, and the fonts. Run by
 * `npm run build`. Whole, Tabler is 80 KB compressed, more than the whole budget of a page.
 */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PurgeCSS } from 'purgecss'

const root = join(import.meta.dirname, '..')
const built = join(root, 'public', 'built')

export async function buildStyles(): Promise<void> {
  await mkdir(join(built, 'fonts'), { recursive: true })
  const files = join(root, 'node_modules/@fontsource/be-vietnam-pro/files')
  for (const range of ['latin', 'vietnamese'])
    for (const weight of [400, 600])
      await put(
        join('fonts', `${range}-${weight}.woff2`),
        await readFile(join(files, `be-vietnam-pro-${range}-${weight}-normal.woff2`)),
      )
  await put('desk.css', await deskStyles())
}

/** In one step: a page that is being served meanwhile gets the old file or the new one, never half of one. */
async function put(name: string, content: string | Uint8Array): Promise<void> {
  const path = join(built, name)
  const draft = `${path}.${process.pid}.${crypto.randomUUID()}`
  await writeFile(draft, content)
  await rename(draft, path)
}

/** Tabler's part first, so that ours wins where both speak. */
export async function deskStyles(): Promise<string> {
  const folder = join(root, 'public', 'styles')
  const names = (await readdir(folder)).filter(name => name.endsWith('.css')).sort()
  const ours = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')))
  return `${await usedTabler()}\n${ours.map(tighten).join('\n')}\n`
}

async function usedTabler(): Promise<string> {
  const [purged] = await new PurgeCSS().purge({
    css: [join(root, 'node_modules/@tabler/core/dist/css/tabler.min.css')],
    content: [join(root, 'src/**/*.tsx')],
    fontFace: true,
    keyframes: true,
    variables: true,
    // Words in the markup that are also names of Tabler's classes and elements we do not mean.
    blocklist: [
      /^(progress|toast|modal|carousel|dropdown|offcanvas|tooltip|popover|spinner|placeholder|tag|steps|status|alert|badge|avatar|ribbon|switch|icon|link|text|page|nav|navbar|list|figure|row|col|container|empty|markdown|hr)/,
    ],
  })
  if (!purged) throw new Error('nothing was purged')
  // Its small pictures are data: addresses, which our Content-Security-Policy does not let in. The ones we show
  // (ticks, carets) are files of ours, named in 4-controls.css.
  return purged.css.replace(/[\w-]+:\s*url\((['"]?)data:[^)]*\1\)[^;}]*;?/g, '').replace(/@charset "[^"]*";/g, '')
}

/** Comments and spaces only: what is served stays readable. */
const tighten = (css: string) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .trim()

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildStyles()
