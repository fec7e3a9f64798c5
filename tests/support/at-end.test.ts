import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freshFolder } from './folder.ts'

const helper = join(import.meta.dirname, 'at-end.ts')

/** Something that would go on for ever, where the server of a folder writes its own pid. */
async function standIn(): Promise<{ server: ChildProcess; folder: string }> {
  const folder = await freshFolder()
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true })
  onTestFinished(() => void server.kill('SIGKILL'))
  await mkdir(join(folder, 'postgres'))
  await writeFile(join(folder, 'postgres', 'postmaster.pid'), `${server.pid}\n`)
  return { server, folder }
}

/** A process that holds the folder, until `how` ends it. */
function hold(folder: string, how: string): ChildProcess {
  const code = `const { endWithUs } = await import(${JSON.stringify(helper)})
    const ended = endWithUs(${JSON.stringify(folder)})
    setInterval(() => {}, 1000)
    ${how}`
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] })
}

test('an error that nobody caught ends the server of the folder, and the folder', async () => {
  const { server, folder } = await standIn()
  const gone = once(server, 'exit')
  const [code] = await once(hold(folder, `setTimeout(() => { throw new Error('uncaught') })`), 'exit')
  expect(code).toBe(1)
  expect(await gone).toEqual([null, 'SIGKILL'])
  expect(existsSync(folder)).toBe(false)
})

test('so does Ctrl-C', async () => {
  const { server, folder } = await standIn()
  const gone = once(server, 'exit')
  const holder = hold(folder, `process.stdout.write('holds')`)
  await once(holder.stdout ?? holder, 'data')
  holder.kill('SIGINT')
  expect(await once(holder, 'exit')).toEqual([130, null])
  expect(await gone).toEqual([null, 'SIGKILL'])
})

test('called off, it leaves everything as it is', async () => {
  const { server, folder } = await standIn()
  await once(hold(folder, 'ended(); process.exit(0)'), 'exit')
  expect([server.exitCode, server.signalCode, existsSync(folder)]).toEqual([null, null, true])
})
