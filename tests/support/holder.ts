/** A server's hold on a data folder, as a process of its own that a test can kill. Prints its PostgreSQL's address. */
import { lockDataDir } from '../../src/runtime/node/data-lock.ts'
import { startPostgres } from '../../src/runtime/node/embedded-postgres.ts'

const folder = process.argv[2] ?? ''
const locked = await lockDataDir(folder)
if (locked.is === 'taken') {
  console.log(`taken by ${locked.pid}`)
} else {
  const server = await startPostgres(folder, { fsync: 'off' }, true)
  process.once(
    'SIGTERM',
    () =>
      void server
        .stop()
        .then(locked.release)
        .then(() => process.exit(0)),
  )
  setInterval(() => {}, 60_000)
  // Whoever reads it may end this process at once.
  console.log(server.url)
}
