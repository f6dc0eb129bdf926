import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import {
  embeddedUrl,
  makeDataDir,
  readToken,
  removeDataDir,
  runCommand,
  startServerProcess,
} from './serverProcess.ts'

const dataDir = makeDataDir()
afterAll(() => removeDataDir(dataDir))

test('a head that was printed finds what was done to the log, and a rebuild refuses to hide it', async () => {
  let server = await startServerProcess({ dataDir })
  await server.stop()
  const printed = await runCommand({ dataDir }, 'log', 'head')
  expect(printed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sph1\.\d+\.[\w-]{43}\n$/) })
  const head = printed.stdout.trim()

  server = await startServerProcess({ dataDir })
  const response = await fetch(`${server.url}/management/v1/orgs/me`, {
    headers: { authorization: `Bearer ${readToken(dataDir)}` },
  })
  const { org } = (await response.json()) as { org: { id: string } }
  const database = new Client({ connectionString: embeddedUrl(dataDir) })
  await database.connect()
  const events = await database.query(
    `delete from events where stream_id = $1 and stream_type = 'org' and sequence > 1 returning 1`,
    [org.id],
  )
  expect(events.rowCount).toBeGreaterThan(0)
  await database.end()
  await server.stop()

  const verified = await runCommand({ dataDir }, 'log', 'verify', '--since', head)
  expect(verified.code).toBe(1)
  for (const kind of ['seal_broken', 'events_missing', 'snapshot_differs']) {
    expect(verified.stdout).toMatch(new RegExp(`^${kind}  `, 'm'))
  }
  const refused = await runCommand({ dataDir }, 'log', 'rebuild')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was rebuilt') })
  expect(refused.stdout).toBe(verified.stdout.replace(/\d+ findings\n$/, ''))
}, 120_000)

test.each([
  [['log', 'verify', '--since', 'sph1.nonsense'], 'this is not a head of the log'],
  [
    ['log', 'rebuild', '--accept', 'row_orphan,everything'],
    'everything is no kind of finding; the kinds are',
  ],
])('%j is refused in one line', async (commandLine, message) => {
  const { code, stdout, stderr } = await runCommand({ dataDir: makeDataDir() }, ...commandLine)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(stderr).toContain(message)
})
