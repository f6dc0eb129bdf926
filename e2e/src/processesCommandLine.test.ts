import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
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
  [['start', '--port=80'], '--port: start has no such option; it has --config'],
  [['start', 'now'], 'now: start takes only options; leave it out'],
  [['log', 'verify', '--sinse', 'x'], '--sinse: log verify has no such option; it has --config and --since'],
  [['log', 'verify', '--since', ''], '--since: the value is missing; give it as --since=VALUE'],
  [['log', 'verify', '--since'], '--since: the value is missing; give it as --since=VALUE'],
  [['log', 'verify', '--no-since'], '--since: the value is missing; give it as --since=VALUE'],
  [['log', '--since=x', 'verify'], '--since=x stands before the command; options follow it'],
  [
    ['log', 'rebuild', '--dry-run'],
    '--dry-run: log rebuild has no such option; it has --config and --accept',
  ],
  [['masterkey', 'rotate', '-f'], '-f: masterkey rotate has no such option; it has --config'],
  [['version', '--json'], '--json: version has no such option; leave it out'],
])('%j is refused before anything happens', async (commandLine, message) => {
  const { code, stderr, stdout } = await runCommand({ dataDir }, ...commandLine)
  expect({ code, stderr, stdout }).toEqual({ code: 1, stderr: `sallyport: ${message}\n`, stdout: '' })
})

test.concurrent.each([
  [['log', 'verify']],
  [['log', 'head']],
  [['log', 'rebuild']],
  [['masterkey', 'rotate']],
])('%j in a folder without data says how to name the right one, and makes none', async (commandLine) => {
  const missing = path.join(dataDir, 'misspelt')
  const { code, stderr, stdout } = await runCommand({ dataDir: missing }, ...commandLine)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    `sallyport: ${missing} holds no database; name the data directory of the server in SALLYPORT_DATA_DIR, or its database in SALLYPORT_DATABASE_URL\n`,
  )
  expect(existsSync(missing)).toBe(false)
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
