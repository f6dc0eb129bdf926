import { defineConfig } from 'vitest/config'

// One PostgreSQL server for the whole run; each database test file clones its own database.
export default defineConfig({
  test: {
    include: ['{server,contract,e2e,bench,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['server/src/testing/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Importing the product costs more than most test files; a worker imports it once for all of its files.
    isolate: false,
    // Short-lived objects of the server and its clients die young in a larger space: workers take 7 % less processor time.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The machine is shared, and a transaction of another file holds up what follows the log on the same server.
    expect: { poll: { timeout: 30_000 } },
  },
})
