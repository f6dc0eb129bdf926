import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, type RestClient, restClient } from './restClient.ts'
import {
  makeDataDir,
  postgresPid,
  readToken,
  removeDataDir,
  runCommand,
  type ServerProcess,
  startServerProcess,
} from './serverProcess.ts'
import { lostWrites, startWriteLoad } from './writeLoad.ts'

// All tests share one data directory, in this order: each fault meets the data that the one before left.
const dataDir = makeDataDir()
let server: ServerProcess
let client: RestClient

async function start(): Promise<void> {
  server = await startServerProcess({ dataDir })
  client = restClient(server.url, readToken(dataDir))
}

beforeAll(start)
afterAll(async () => {
  await server?.kill()
  removeDataDir(dataDir)
})

test('the first start prints the administrator, a one-time password and the paths of the tokens, once', async () => {
  await expect.poll(server.stdout).toMatch(/login client .*\n/)
  const output = server.stdout()
  expect(output).toMatch(/Sallyport \d+\.\d+\.\d+ listens on http:\/\/localhost:\d+\n/)
  expect(output).toMatch(/administrator +admin@sallyport\.localhost\n/)
  expect(output).toMatch(/password +\S{12,} /)
  expect(output).toContain(path.join(dataDir, 'admin.pat'))
  expect(server.stderr()).not.toContain(readToken(dataDir))
  for (const file of ['admin.pat', 'login-client.pat', 'masterkey', 'postgres.password']) {
    expect([file, statSync(path.join(dataDir, file)).mode & 0o777]).toEqual([file, 0o600])
  }
})

test('a second server on the same data directory is refused and disturbs nothing', async () => {
  const { code, stderr, stdout } = await runCommand({ dataDir }, 'start')
  expect(code).toBe(1)
  expect(stderr).toBe(
    `sallyport: the data directory ${dataDir} is in use by process ${server.pid}; ` +
      'stop it or set another SALLYPORT_DATA_DIR\n',
  )
  expect(stdout).toBe('')
  expect((await fetch(`${server.url}/debug/ready`)).status).toBe(200)
})

test('kill -9 of the server under write load: the next start ends the orphan and has every acknowledged write', async () => {
  const load = startWriteLoad(client, 'server-killed')
  // Every writer is in the middle of a write when the server dies; only acknowledged writes could be lost.
  await load.progress(400)
  await server.kill()
  await load.stop()
  const orphan = postgresPid(dataDir)
  expect(orphan && process.kill(orphan, 0)).toBe(true)

  await start()
  expect(server.stdout()).not.toContain('password')
  expect(server.stderr()).toContain('stopped the database that a killed server had left running')
  expect(postgresPid(dataDir)).not.toBe(orphan)
  expect(load.acknowledged.size).toBeGreaterThan(0)
  expect(await lostWrites(client, load)).toEqual([])
})

test('kill -9 of PostgreSQL under write load: 503 meanwhile, then writing goes on with nothing lost', async () => {
  const load = startWriteLoad(client, 'database-killed')
  await load.progress(100)
  const killed = postgresPid(dataDir) ?? 0
  process.kill(killed, 'SIGKILL')
  const meanwhile = await firstRefusal()
  expect(meanwhile).toMatchObject({
    status: 503,
    retryAfter: '5',
    json: { code: 14, details: [{ id: 'database.unavailable' }] },
  })
  await load.progress(100)
  await load.stop()
  expect(postgresPid(dataDir)).not.toBe(killed)
  expect([...load.statuses.keys()].sort()).toEqual([200, 201, 503].filter((one) => load.statuses.has(one)))
  expect(await lostWrites(client, load)).toEqual([])
})

test('SIGTERM finishes requests in flight, then ends the server and its database', async () => {
  const last = Array.from({ length: 8 }, (_, at) => addPerson(client, `in-flight-${at}`, 'Correct-Horse-1'))
  // The password check of each takes long enough for the first one to be in the middle of it.
  await client('GET', '/debug/ready')
  const ending = server.stop()
  const answers = await Promise.allSettled(last)
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill('fulfilled'))
  expect(await ending).toEqual({ code: 0, signal: null })
  expect(postgresPid(dataDir)).toBeUndefined()
  await expect(client('GET', '/debug/ready')).rejects.toThrow()
})

test('SIGTERM to `npm start` ends the server behind it and its database too', {
  timeout: 180_000,
}, async () => {
  const npm = spawn('npm', ['start'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { PATH: process.env['PATH'], SALLYPORT_PORT: '0', SALLYPORT_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  try {
    let output = ''
    npm.stdout.on('data', (text: Buffer) => {
      output += text.toString()
    })
    await expect.poll(() => output, { timeout: 90_000 }).toMatch(/listens on http/)
    npm.kill('SIGTERM')
    await expect.poll(() => postgresPid(dataDir)).toBeUndefined()
  } finally {
    endGroup(npm.pid)
  }
})

test('after all that the log is clean, before and after it is rebuilt', async () => {
  const clean = /^no findings in [1-9]\d* streams\n$/
  const verified = await runCommand({ dataDir }, 'log', 'verify')
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(clean) })
  expect(verified.stderr).toMatch(/\d+ of \d+ streams\n/)
  const rebuilt = await runCommand({ dataDir }, 'log', 'rebuild')
  expect(rebuilt).toMatchObject({ code: 0, stdout: expect.stringMatching(/^rebuilt [1-9]\d* streams\n$/) })
  const again = await runCommand({ dataDir }, 'log', 'verify')
  expect(again.stdout).toBe(verified.stdout)
})

/** Ends a detached process and its children, if they still run. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // nothing is left
  }
}

/** Sends requests until the server refuses because its database is missing. */
async function firstRefusal() {
  const until = Date.now() + 10_000
  for (;;) {
    const response = await fetch(`${server.url}/v2/users/1/authentication_factors/_search`, {
      method: 'POST',
      headers: { authorization: `Bearer ${readToken(dataDir)}`, 'content-type': 'application/json' },
      body: '{}',
    })
    const { status, headers } = response
    const json: unknown = await response.json()
    if (status === 503 || Date.now() > until) return { status, retryAfter: headers.get('retry-after'), json }
  }
}
