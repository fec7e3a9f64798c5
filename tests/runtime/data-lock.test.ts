import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { isServed, lockDataDir } from '../../src/runtime/node/data-lock.ts'
import { startPostgres } from '../../src/runtime/node/embedded-postgres.ts'
import { freshFolder } from '../support/folder.ts'

async function hold(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../support/holder.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, said }
}

const postmaster = async (folder: string) =>
  Number((await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

const answers = async (url: string) => {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query('select 1 as one')
  await client.end()
  return rows[0]
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a data folder is held once, and again after it was let go', async () => {
  const folder = await freshFolder()
  const first = await lockDataDir(folder)
  expect(await lockDataDir(folder)).toEqual({ is: 'taken', pid: process.pid })
  expect(await isServed(folder)).toBe(true)
  if (first.is === 'locked') await first.release()
  expect(await isServed(folder)).toBe(false)
  expect((await lockDataDir(folder)).is).toBe('locked')
})

test('of many that start at once, one holds the folder, also over the lock of a dead one', async () => {
  const folder = await freshFolder()
  await writeFile(join(folder, 'server.lock'), '{"pid":1,"born":"another boot/5"}')
  const all = await Promise.all(Array.from({ length: 10 }, () => lockDataDir(folder)))
  expect(all.filter(one => one.is === 'locked')).toHaveLength(1)
})

test.each(['', 'rubbish', '{"pid":"x"}'])('a lock that says nothing (%j) holds nothing', async text => {
  const folder = await freshFolder()
  await writeFile(join(folder, 'server.lock'), text)
  expect((await lockDataDir(folder)).is).toBe('locked')
})

test('a command joins the server that runs, and leaves it running', async () => {
  const folder = await freshFolder()
  const holder = await hold(folder)
  const joined = await startPostgres(folder)
  expect(joined).toMatchObject({ url: holder.said, joined: true })
  await joined.stop()
  expect(await answers(holder.said)).toEqual({ one: 1 })
  expect((await hold(folder)).said).toBe(`taken by ${holder.child.pid}`)
  const pid = await postmaster(folder)
  holder.child.kill('SIGTERM')
  await once(holder.child, 'exit')
  expect(lives(pid)).toBe(false)
})

test('PostgreSQL left by a killed server is taken over by the next, which stops it', async () => {
  const folder = await freshFolder()
  const first = await hold(folder)
  const pid = await postmaster(folder)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  expect(lives(pid)).toBe(true)
  const second = await hold(folder)
  expect(second.said).toBe(first.said)
  expect(await postmaster(folder)).toBe(pid)
  second.child.kill('SIGTERM')
  await once(second.child, 'exit')
  expect(lives(pid)).toBe(false)
})

test('several that start PostgreSQL at once share one, on the port of last time', async () => {
  const folder = await freshFolder()
  const servers = await Promise.all([startPostgres(folder), startPostgres(folder), startPostgres(folder)])
  expect(new Set(servers.map(server => server.url)).size).toBe(1)
  expect(servers.filter(server => !server.joined)).toHaveLength(1)
  for (const server of servers) await server.stop()
  const again = await startPostgres(folder)
  expect(again).toMatchObject({ joined: false, url: servers[0]?.url })
  await again.stop()
})
