import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { makeDataDir, removeDataDir, runCommand } from './serverProcess.ts'

const dataDir = makeDataDir()
afterAll(() => removeDataDir(dataDir))

// Each command is a process of its own: two at a time.
test.concurrent('version prints the version of the package and nothing else', async () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../server/package.json', import.meta.url), 'utf8'),
  ) as {
    version: string
  }
  expect(await runCommand({ dataDir }, 'version')).toMatchObject({ code: 0, stdout: `${version}\n` })
})

test.concurrent.each([
  [['--help'], ['start', 'log', 'version']],
  [
    ['log', 'verify', '--help'],
    ['--config', 'against the events'],
  ],
])('%j explains itself', async (commandLine, words) => {
  const { code, stdout, stderr } = await runCommand({ dataDir }, ...commandLine)
  expect(code).toBe(0)
  for (const word of words) expect(stdout + stderr).toContain(word)
})

test.concurrent('an unknown command is an error that names it', async () => {
  const { code, stdout, stderr } = await runCommand({ dataDir }, 'strat')
  expect(code).toBe(1)
  expect(stdout + stderr).toContain('strat')
})

test.concurrent.each([
  [{ SALLYPORT_MASTERKEY: 'secret-but-short' }, 'SALLYPORT_MASTERKEY'],
  [{ SALLYPORT_PROT: '1' }, 'SALLYPORT_PROT: unknown setting'],
  [
    { SALLYPORT_DATABASE_URL: 'postgres://x:hidden-word@127.0.0.1:1/none' },
    'SALLYPORT_MASTERKEY: required with SALLYPORT_DATABASE_URL',
  ],
])('a wrong setting is named in one line, its value is not: %j', async (settings, named) => {
  const { code, stderr, stdout } = await runCommand({ dataDir, settings }, 'start')
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).toContain(`sallyport: ${named}`)
  expect(stderr).not.toMatch(/hidden-word|secret-but-short/)
})

test.concurrent('a database that is away ends the start with one line that says why, without the password', async () => {
  const settings = {
    SALLYPORT_DATABASE_URL: 'postgres://x:hidden-word@127.0.0.1:1/none',
    SALLYPORT_MASTERKEY: '07'.repeat(32),
  }
  const { code, stderr } = await runCommand({ dataDir, settings }, 'start')
  expect(code).toBe(1)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).toMatch(
    /^sallyport: the database is not available: nothing accepts connections at 127\.0\.0\.1:1/,
  )
  expect(stderr).not.toContain('hidden-word')
})
