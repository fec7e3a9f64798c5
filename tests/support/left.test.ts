import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freshFolder } from './folder.ts'
import { clearLeft, ours } from './left.ts'

const helper = join(import.meta.dirname, 'left.ts')

/** A run of its own that holds the folder until it is killed. */
async function runOn(folder: string) {
  await mkdir(folder)
  const code = `const { holdFolder } = await import(${JSON.stringify(helper)})
    await holdFolder(${JSON.stringify(folder)})
    process.stdout.write('holds')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

test('the folder of a run that was killed is removed; one in use, one just made and what is not ours stay', async () => {
  const parent = await freshFolder()
  const [killed, living, fresh, other] = [`${ours}killed`, `${ours}living`, `${ours}fresh`, 'other'].map(name =>
    join(parent, name),
  ) as [string, string, string, string]
  const dead = await runOn(killed)
  dead.kill('SIGKILL')
  await once(dead, 'exit')
  await runOn(living)
  await mkdir(fresh)
  const foreign = await runOn(other)
  foreign.kill('SIGKILL')
  await once(foreign, 'exit')
  expect(await clearLeft(parent)).toEqual([killed])
  expect([killed, living, fresh, other].map(existsSync)).toEqual([false, true, true, true])
})
