/** `npm run faults -- --seed N [--sabotage NAME] [--small]`: the whole run, judged and printed; exit 1 when it is not clean. */
import { parseArgs } from 'node:util'
import { tellFaults } from './count.ts'
import { isClean, tell } from './judge.ts'
import { tellDeeds } from './people.ts'
import { sabotages, small, whole } from './plan.ts'
import { runFaults } from './run.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string' }, sabotage: { type: 'string' }, small: { type: 'boolean', default: false } },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const sabotage = sabotages.find(name => name === values.sabotage)
if (values.sabotage && !sabotage) {
  console.error(`no sabotage called ${values.sabotage}; there are ${sabotages.join(', ')}`)
  process.exit(2)
}
console.log(`seed ${seed}${sabotage ? `, sabotage ${sabotage}` : ''}`)
const ran = await runFaults({ ...(values.small ? small : whole), seed }, sabotage, line => console.log(line))
console.log(
  [
    tellFaults(ran.faults),
    tellDeeds(ran.deeds),
    tell(ran.verdict),
    `claims taken over ${ran.takenOver} · days ${ran.days} · ${ran.seconds} s`,
  ].join('\n\n'),
)
process.exitCode = isClean(ran.verdict) ? 0 : 1
