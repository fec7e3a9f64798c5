import { defineConfig } from 'vitest/config'

const include = ['tests/**/*.test.ts', 'tests/**/*.test.tsx']
const house = ['tests/house/**/*.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Only against what hangs: a build machine shared by many runs everything ten times slower than a desk does.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      // One process, so that the whole tree is read and parsed once.
      {
        extends: true,
        test: { name: 'house', include: house, isolate: false, fileParallelism: false, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'all',
          include,
          exclude: house,
          globalSetup: ['tests/support/postgres.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
