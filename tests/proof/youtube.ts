import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { youtubeSandbox } from '../../adapters/youtube/sandbox.ts'
import { serve } from '../support/serve.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const discovery = join(
  resolve(root, process.env.REFERENCE_DIR ?? '../shared'),
  'platforms/data/youtube/youtube.v3.discovery.json',
)
const told = z.object({
  video: z.string(),
  seen: z.array(z.number()),
  digest: z.string(),
  title: z.string(),
  privacy: z.string(),
  refusal: z.string().nullable(),
})

/** Google's client for Python uploads with a partial commit and a resume, then dresses the video; true when all was as it should be. */
export async function proveYoutube(): Promise<boolean> {
  const python = process.env.PROOF_PYTHON ?? 'python3'
  const has = await run(python, ['-c', 'import googleapiclient, google.oauth2']).then(
    () => true,
    () => false,
  )
  if (!has || !existsSync(discovery)) {
    const lacks = has ? 'the discovery document is not here' : 'the package google-api-python-client is not installed'
    console.log(`youtube: skipped, ${lacks} (Debian: python3-googleapi; another Python: PROOF_PYTHON)`)
    return true
  }
  const sandbox = youtubeSandbox({ settings: { processingFromMs: 0, processingToMs: 0 } })
  const served = await serve(sandbox.app)
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-proof-'))
  try {
    const app = sandbox.addApp()
    const channel = sandbox.addChannel()
    const list = sandbox.addPlaylist({ channel: channel.id, title: 'Thời sự' })
    const { access } = sandbox.mintGrant({ app: app.id, channel: channel.id })
    const film = join(folder, 'film.mp4')
    const bytes = Uint8Array.from({ length: 1_311_720 }, (_, at) => (at * 31 + (at >> 8)) & 255)
    await writeFile(film, bytes)
    // Of the second part half is kept, and the answer is 503.
    sandbox.pull({ what: 'partial', bytes: 524_288, on: 'send' })
    sandbox.pull({ what: 'partial', bytes: 262_144, on: 'send' })
    const script = join(import.meta.dirname, 'youtube.py')
    const { stdout } = await run(python, [script, served.url, access, discovery, film, list.id])
    const said = told.parse(JSON.parse(stdout))
    const rows = sandbox.ledger()
    const [row] = rows
    const checks: [string, boolean][] = [
      ['one video, under the id that the client was told', rows.length === 1 && row?.id === said.video],
      ['byte for byte', row?.sha256 === said.digest && row.bytes === bytes.length],
      ['the client met the partial commits and went on', said.seen.includes(503)],
      ['title and privacy as written', said.title === row?.title && said.privacy === 'unlisted'],
      [
        'still, captions and playlist',
        row?.thumbnail !== null && row?.captions.length === 1 && row.playlists[0] === list.id,
      ],
      ['a refusal is read as one', said.refusal === 'invalidFilters'],
    ]
    for (const [what, good] of checks) console.log(`youtube: ${good ? 'seen' : 'NOT SEEN'}, ${what}`)
    console.log(`youtube: the client saw ${said.seen.join(', ')}`)
    return checks.every(([, good]) => good)
  } finally {
    await rm(folder, { recursive: true, force: true })
    await served.close()
  }
}
