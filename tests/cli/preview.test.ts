import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { preview } from '../../src/cli/preview.ts'

async function called(args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await preview(args, {
    stdout: { write: text => out.push(text) },
    stderr: { write: text => err.push(text) },
  })
  const [stdout, stderr] = [out.join(''), err.join('')]
  return { code, stdout, stderr, shown: code === 0 ? JSON.parse(stdout) : undefined }
}

async function fileWith(document: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'tin.json')
  await writeFile(file, typeof document === 'string' ? document : JSON.stringify(document))
  return file
}

const article = {
  title: 'Nghị quyết số 18/NQ-HĐND về hỗ trợ học phí',
  lead: 'Hội đồng nhân dân tỉnh thông qua mức hỗ trợ mới.',
  text: '',
  html: '<p>Mức hỗ trợ như sau:</p><table><tr><th>Cấp</th><th>Mức</th></tr><tr><td>Tiểu học</td><td>100.000 đồng</td></tr></table>',
  author: null,
  publishedAt: '2026-11-22T01:52:00Z',
  canonicalUrl: 'https://tinh.example/18.html',
  section: 'Văn bản',
  images: [],
  videos: [],
  attachments: [{ url: 'https://tinh.example/18.pdf', name: '18/NQ-HĐND.pdf', mime: 'application/pdf', bytes: 1000 }],
}

test('an article as it is printed is shown as each network would show it', async () => {
  const { code, stderr, shown } = await called([await fileWith(article), '--json'])
  expect([code, stderr]).toEqual([0, ''])
  expect(shown.map((each: { network: string }) => each.network)).toEqual([...networks.keys()])
  expect(shown[0]).toMatchObject({ fit: true, issues: [] })
  expect(shown[0].content.text).toContain('18/NQ-HĐND')
  expect(shown[0].content.text).toContain('Mức: 100.000 đồng')
})

test('whose text it is and what can be listened to stand on each network that takes addresses', async () => {
  const told = {
    ...article,
    source: { name: 'Báo Nhân Dân', url: 'https://bao.example/18' },
    audios: [{ url: 'https://tinh.example/18.mp3', title: 'Bản đọc' }],
    images: [{ url: 'https://tinh.example/a.jpg', alt: '' }],
  }
  const { shown } = await called([await fileWith(told), '--network', 'facebook,zalo'])
  for (const { network, content } of shown) {
    const all = JSON.stringify(content)
    expect(all, network).toContain('Theo Báo Nhân Dân (https://bao.example/18)')
    expect(all, network).toContain('Bản đọc: https://tinh.example/18.mp3')
  }
  expect(shown).toHaveLength(2)
})

test('an entry with the fields of its article is taken, and pictures are said to be unseen', async () => {
  const entry = { id: 'x', url: 'https://tinh.example/18.html', title: 'Cầu mới', summary: 'Thông xe', contentHtml: '' }
  const merged = {
    ...entry,
    ...article,
    title: 'Cầu mới',
    section: 'Tin',
    images: [{ url: 'https://tinh.example/a.jpg', alt: '' }],
  }
  const { shown } = await called([await fileWith(merged), '--network', 'facebook'])
  expect(shown).toHaveLength(1)
  expect(shown[0].issues.map((issue: { code: string }) => issue.code)).toContain('picture.unseen')
  for (const issue of shown[0].issues) expect(issue.says).not.toContain('mã ')
})

test('what the guard finds is among the issues, masked', async () => {
  const { stdout, shown } = await called([await fileWith({ ...article, lead: 'CCCD 010085001234' })])
  expect(shown[0].issues).toMatchObject([
    { code: 'guard.P1', blocks: true, says: expect.stringContaining('0100******34') },
  ])
  expect(stdout.replace(shown[0].content.text, '')).not.toMatch(/guard.*010085001234/)
})

test.each([
  ['no file named', [], 'name a file'],
  ['a network that does not exist', ['x.json', '--network', 'nosuch'], 'nosuch'],
  ['an unknown option', ['x.json', '--nosuch'], '--nosuch'],
  ['a file that is not there', ['/nowhere/x.json'], 'no such file'],
])('%s is refused in one line', async (_, args, says) => {
  const { code, stdout, stderr } = await called(args)
  expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2])
  expect(stderr).toContain(says)
})

test.each([
  ['not JSON', '{"title":', 'is not JSON'],
  ['a list', [], 'the document'],
  ['a feed as it is printed', { title: 'Tin mới', entries: [article] }, 'give one of its entries'],
  ['no title', { ...article, title: '' }, 'title'],
  ['a picture without an address', { ...article, images: [7] }, 'images.0'],
])('%s is refused with the place', async (_, document, says) => {
  const { code, stdout, stderr } = await called([await fileWith(document)])
  expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2])
  expect(stderr).toContain(says)
})
