/** What an operator reads when the database is there and cannot be used. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addFact, demoFact } from '../../src/db/facts.ts'
import { boot } from '../../src/runtime/node/boot.ts'
import { reachDatabase } from '../../src/runtime/node/database.ts'
import { freshDatabase } from '../support/database.ts'

/** A message of PostgreSQL's protocol 3.0: a letter, the length with itself, the body. */
function message(letter: string, body = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter, 0, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const ready = message('Z', Buffer.from('I'))

/** One text column with one row: to whatever is asked, the version. */
function answer(version: string): Buffer {
  const column = Buffer.alloc(18)
  column.writeInt32BE(25, 6)
  column.writeInt16BE(-1, 10)
  const fields = Buffer.concat([Buffer.from([0, 1]), Buffer.from('version\0'), column])
  const value = Buffer.alloc(6)
  value.writeInt16BE(1, 0)
  value.writeInt32BE(version.length, 2)
  const row = Buffer.concat([value, Buffer.from(version)])
  return Buffer.concat([message('T', fields), message('D', row), message('C', Buffer.from('SELECT 1\0')), ready])
}

/** Speaks so much of the protocol that a client asks for the version and is told it. */
async function oldServer(version: string): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    let started = false
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', bytes => {
      if (!started) {
        started = true
        socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]))
      } else if (bytes[0] === 'Q'.charCodeAt(0)) socket.write(answer(version))
      else if (bytes[0] === 'X'.charCodeAt(0)) socket.end()
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(done => server.close(done))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `postgres://lantoa@127.0.0.1:${address.port}/lantoa`
}

test('a PostgreSQL that is too old is named with the version that is needed', async () => {
  const databaseUrl = await oldServer('15.14')
  expect(await reachDatabase({ databaseUrl, dataDir: 'nowhere' }, false, 1)).toEqual({
    is: 'unreachable',
    why: 'PostgreSQL 15.14 is too old: 16 or newer is needed.',
  })
})

test('data of the demonstration never goes live', async () => {
  const { db, url } = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-live-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const environment = { DATABASE_URL: url, LANTOA_DATA_DIR: folder, LANTOA_NETWORKS: 'live' }
  await addFact(db, demoFact, true)
  expect(await boot({ environment, as: 'guest' })).toEqual({
    is: 'stays_down',
    why: 'This database is the demonstration, whose passwords everybody knows: it never goes live.',
    exit: 1,
  })
  // The same database without the mark is not refused for it.
  await db.deleteFrom('fact').where('key', '=', demoFact).execute()
  const booted = await boot({ environment, as: 'guest', log: 'silent' })
  if (booted.is === 'up') await booted.down()
  expect(booted.is === 'stays_down' ? booted.why : '').not.toContain('demonstration')
})
