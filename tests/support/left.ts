import { access, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lockFile } from '../../src/runtime/node/data-lock.ts'

/** Folders of test runs begin so. */
export const ours = 'lantoa-test-'
const mark = 'run.lock'

/** Says that the run of this process uses the folder; ends with the process, however it ends. */
export async function holdFolder(folder: string): Promise<void> {
  await lockFile(join(folder, mark))
}

/**
 * Removes what runs left that nobody could end in order (kill -9, the machine out of memory). A folder that a living
 * process holds stays, and so does one that nobody has held: its run may just be beginning. A server that is still
 * there ends by itself within the minute in which it misses its files (miscinit.c, RecheckDataDirLockFile).
 */
export async function clearLeft(parent: string): Promise<string[]> {
  const cleared: string[] = []
  for (const name of await readdir(parent)) {
    const folder = join(parent, name)
    if (!name.startsWith(ours) || !(await access(join(folder, mark)).then(yes, no))) continue
    // Somebody else's, or cleared by another run in this moment.
    const locked = await lockFile(join(folder, mark)).catch(() => undefined)
    if (locked?.is !== 'locked') continue
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    cleared.push(folder)
  }
  return cleared
}

const yes = () => true
const no = () => false
