import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const include = ['tests/**/*.test.ts', 'tests/**/*.test.tsx']
const house = ['tests/house/**/*.test.ts']
/** What watches its own process, or whole processes: memory, timers, browsers, kills. */
const apart = ['cli', 'flows', 'fuzz', 'pages', 'runtime', 'support'].map(
  folder => `tests/${folder}/**/*.test.{ts,tsx}`,
)

/** The longest begin first: two workers end together when what is left at the end is short. */
const longest = ['pages/pages', 'cli/service', 'cli/demo', 'flows/faults/faults', 'today/desk', 'runtime/worker']
const places = [...longest, 'pages/', 'runtime/extract', 'jobs/watch.', 'posts/desk', 'flows/hostile']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = places.findIndex(one => moduleId.includes(`/tests/${one}`))
      return place < 0 ? places.length : place
    }
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Only against what hangs: a build machine shared by many runs everything ten times slower than a desk does.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 300_000 } },
    projects: [
      // One process, so that the whole tree is read and parsed once.
      {
        extends: true,
        test: { name: 'house', include: house, isolate: false, fileParallelism: false, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'apart',
          include: apart,
          globalSetup: ['tests/support/postgres.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      // A process each loads and compiles the whole service anew: of 198 s of a processor for 22 files that took 34.
      {
        extends: true,
        test: {
          name: 'all',
          include,
          exclude: [...house, ...apart],
          isolate: false,
          globalSetup: ['tests/support/postgres.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
