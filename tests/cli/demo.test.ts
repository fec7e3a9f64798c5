import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { networks } from '../../adapters/index.ts'
import { lantoa } from '../support/built.ts'
import { freshFolder } from '../support/folder.ts'

/** Nothing here is about how fast: what never comes ends with the test. */
const until = async (is: () => Promise<boolean>) => {
  while (!(await is())) await new Promise(done => setTimeout(done, 100))
}

/** Every process that descends from ours or works in the folder. */
async function processesOf(folder: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    const env = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (Number(pid) !== process.pid && (line.includes(folder) || env.includes(folder))) found.push(`${pid} ${line}`)
  }
  return found
}

const posts = async (wall: string) => Number(/· (\d+) bài viết/.exec(await (await fetch(wall)).text())?.[1])

test.runIf(process.platform === 'linux')(
  'the demonstration puts an item on the wall, ends without a trace, and goes on with its data',
  async () => {
    const folder = await freshFolder()
    const environment = { LANTOA_DATA_DIR: folder, PORT: '0' }
    const run = async (speed: string) => {
      const demo = lantoa(['demo', '--every', '3600'], { ...environment, LANTOA_CLOCK_SPEED: speed })
      await demo.line(/^token lt_/)
      const ready = Date.now()
      const [desk, portal, wall, ...rest] = demo.lines
      const address = /^wall facebook (http:\/\/127\.0\.0\.1:\d+\/wall\/\d+)$/.exec(wall ?? '')?.[1] ?? ''
      expect(desk).toMatch(/^desk http:\/\/127\.0\.0\.1:\d+$/)
      expect(portal).toMatch(/^portal http:\/\/127\.0\.0\.1:\d+$/)
      const others = [...networks.keys()].slice(1)
      expect(rest.map(line => line.split(' ')[0])).toEqual([
        ...others.map(() => 'wall'),
        'admin',
        'editor',
        'approver',
        'leader',
        'contributor',
        'token',
      ])
      await until(async () => (await posts(address)) === 1)
      const seconds = (Date.now() - ready) / 1000
      const signIn = await fetch(`${desk?.slice(5)}/sign-in`)
      expect(signIn.status).toBe(200)
      expect(await processesOf(folder)).not.toEqual([])
      demo.child.kill('SIGINT')
      expect(await demo.ended).toBe(0)
      expect(demo.errors()).toBe('')
      expect(await processesOf(folder)).toEqual([])
      return { seconds, token: rest.at(-1) ?? '', portal: portal ?? '', wall: address }
    }
    const first = await run('1')
    // A faster clock, because a Page takes an item every two minutes. The sandbox's memory went with the process; the connection, the people and the token did not.
    const second = await run('30')
    expect(second).toMatchObject({ token: first.token, portal: first.portal, wall: first.wall })
    console.info(`first item on the wall ${first.seconds} s after ready, then ${second.seconds} s`)
  },
)

test('the demonstration keeps off an installation with people of its own', async () => {
  const folder = await freshFolder()
  const environment = { LANTOA_DATA_DIR: folder, PORT: '0' }
  const made = lantoa(
    ['user', 'create', '--email', 'a@b.vn', '--name', 'A', '--role', 'admin', '--body', 'UBND'],
    environment,
  )
  expect(await made.ended).toBe(0)
  const demo = lantoa(['demo'], environment)
  expect(await demo.ended).toBe(1)
  expect(demo.errors()).toMatch(/holds an installation that is not the demonstration/)
  expect(demo.lines).toEqual([])
  const live = lantoa(['demo'], { ...environment, LANTOA_NETWORKS: 'live' })
  expect(await live.ended).toBe(2)
})
