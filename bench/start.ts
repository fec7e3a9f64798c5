/** From nothing to ready with an embedded PostgreSQL, and again on the same folder; then what the process weighs at rest. */
import { childrenOf, machine, memoryOf, newDataDir, row, startHouse } from './house.ts'

export default async function run(): Promise<void> {
  console.log(machine())
  const folder = await newDataDir()
  try {
    const first = await startHouse(folder.path)
    row('first start to ready', first.readyAfter / 1000, 8, 's')
    await first.stop()
    const later: number[] = []
    for (let round = 0; round < 3; round++) {
      const again = await startHouse(folder.path)
      later.push(again.readyAfter)
      await again.stop()
    }
    row('later start to ready, slowest of three', Math.max(...later) / 1000, 2, 's')
    await weigh(folder.path)
  } finally {
    await folder.remove()
  }
}

/** Two minutes of ticks, after the desk was used once: what was loaded on the way stays loaded. */
async function weigh(dataDir: string): Promise<void> {
  const house = await startHouse(dataDir)
  await (await fetch(`${house.url}/sign-in`)).text()
  await new Promise(done => setTimeout(done, Number(process.env.IDLE_SECONDS ?? 120) * 1000))
  row('idle memory of the Node process, desk and worker', await memoryOf(house.pid, 'Rss'), 150, 'MB')
  const servers = await childrenOf(house.pid)
  const backends = (await Promise.all(servers.map(childrenOf))).flat()
  const weights = await Promise.all([...servers, ...backends].map(pid => memoryOf(pid, 'Pss')))
  console.log(
    `PostgreSQL beside it: ${weights.reduce((sum, one) => sum + one, 0).toFixed(0)} MB in ${weights.length} processes`,
  )
  await house.stop()
}
