/** `npm run bench [name …]`: each file of this folder measures one claim and prints its figures; all of them without a name. */
import { readdir } from 'node:fs/promises'

const all = (await readdir(import.meta.dirname))
  .filter(file => file.endsWith('.ts') && !['run.ts', 'house.ts'].includes(file))
  .map(file => file.slice(0, -3))
const asked = process.argv.slice(2)
const unknown = asked.filter(name => !all.includes(name))
if (unknown.length > 0) {
  console.error(`no bench called ${unknown.join(', ')}; there are ${all.join(', ')}`)
  process.exit(2)
}
for (const name of asked.length > 0 ? asked : all.sort()) {
  console.log(`\n${name}`)
  const { default: run } = (await import(`./${name}.ts`)) as { default(): Promise<void> }
  await run()
}
