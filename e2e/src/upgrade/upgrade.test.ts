import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { JsonObject } from '@bufbuild/protobuf'
import { Client } from 'pg'
import { afterEach, expect, inject, test } from 'vitest'
import { codeAt } from '../factors.ts'
import {
  makeDataDir,
  removeDataDir,
  runCommand,
  type ServerProcess,
  startServerProcess,
} from '../serverProcess.ts'
import type { Population } from './population.ts'

const fixtures = new URL('../../fixtures/', import.meta.url)
const versions = readdirSync(fixtures)
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

test('the data of every released version since 0.2.0 is kept', () => {
  expect(versions).toContain('0.2.0')
})

test.each(versions)(
  'data of version %s opens, is adopted and used, and verifies',
  async (version) => {
    const population: Population = JSON.parse(
      readFileSync(new URL(`${version}/population.json`, fixtures), 'utf8'),
    )
    const { person, machine, session, adminToken, orgId } = population
    const options = await restored(version, population.masterKey)
    expect(await runCommand(options, 'log', 'verify')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^no findings in [1-9]/),
    })
    const { stdout: head } = await runCommand(options, 'log', 'head')

    const server = await startServerProcess(options)
    closing.push(async () => void (await server.stop()))
    const admin = client(server, adminToken)

    expect(await client(server, machine.token)('GET', '/auth/v1/users/me')).toMatchObject({
      user: { id: machine.userId },
    })
    expect(await client(server, session.token)('GET', '/auth/v1/users/me')).toMatchObject({
      user: { id: person.userId },
    })
    await client(server, session.token)('PUT', '/auth/v1/users/me/phone', { phone: '+41791112233' })
    const { session: before } = await admin('GET', `/v2/sessions/${session.sessionId}`)
    expect(before).toMatchObject({
      factors: { password: {}, otpEmail: {}, webAuthN: { userVerified: true } },
    })

    const login = await admin('POST', '/v2/sessions', {
      checks: {
        user: { loginName: person.loginName },
        password: { password: person.password },
        totp: { code: codeAt(person.totpSecret, new Date()) },
      },
    })
    expect(await client(server, String(login['sessionToken']))('GET', '/auth/v1/users/me')).toMatchObject({
      user: { id: person.userId },
    })

    await admin('DELETE', `/v2/users/${person.userId}/otp_email`)
    await admin('DELETE', `/v2/users/${person.userId}/passkeys/${person.passkeyId}`)
    const { session: after } = await admin('GET', `/v2/sessions/${session.sessionId}`)
    expect(Object.keys((after as { factors: object }).factors).sort()).toEqual(['password', 'user'])

    await admin('POST', '/v2/users/locked/unlock', {})
    await admin('POST', '/v2/users/human', {
      username: 'newcomer',
      organization: { orgId },
      profile: { givenName: 'New', familyName: 'Comer' },
      email: { email: 'newcomer@example.com', isVerified: true },
    })
    const { result: policies } = await admin('POST', '/admin/v1/policies/login/second_factors/_search', {})
    expect(policies).toContain('SECOND_FACTOR_TYPE_OTP_SMS')

    const { keys } = (await (await fetch(`${server.url}/oauth/v2/keys`)).json()) as { keys: unknown[] }
    expect(keys, 'an instance of a release without web keys has got two').toHaveLength(2)

    const metrics = await (await fetch(`${server.url}/debug/metrics`)).text()
    expect(metrics).toContain('# TYPE sallyport_jobs_unhandled gauge')
    expect(metrics, 'jobs of tasks that this version lacks').not.toContain('sallyport_jobs_unhandled{')

    expect(await closing.pop()?.()).toBeUndefined()
    expect(await runCommand(options, 'log', 'verify', '--since', head)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^no findings in [1-9]/),
    })
    expect(await runCommand(options, 'log', 'rebuild')).toMatchObject({ code: 0 })
    expect(await runCommand(options, 'log', 'verify')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^no findings in [1-9]/),
    })
  },
  240_000,
)

/** A database with the version's dump, and what a server needs to run on it. */
async function restored(version: string, masterKey: string) {
  const url = new URL(inject('postgresUrl'))
  const name = `upgrade_${randomBytes(8).toString('hex')}`
  await onDatabase(url.href, (admin) => admin.query(`create database ${name}`))
  closing.push(() =>
    onDatabase(inject('postgresUrl'), (admin) => admin.query(`drop database ${name} with (force)`)),
  )
  url.pathname = `/${name}`
  const dump = gunzipSync(readFileSync(new URL(`${version}/dump.sql.gz`, fixtures))).toString()
  // pg_dump writes two commands of psql around the SQL.
  const sql = dump.replaceAll(/^\\.*$/gm, '')
  await onDatabase(url.href, (database) => database.query(sql))
  const dataDir = makeDataDir()
  closing.push(async () => removeDataDir(dataDir))
  return { dataDir, settings: { SALLYPORT_DATABASE_URL: url.href, SALLYPORT_MASTERKEY: masterKey } }
}

async function onDatabase(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const database = new Client({ connectionString: url })
  await database.connect()
  try {
    await work(database)
  } finally {
    await database.end()
  }
}

/** Calls the REST API with a token; fails unless the reply is a success. */
function client(server: ServerProcess, token: string) {
  return async (method: string, path: string, body?: unknown): Promise<JsonObject> => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const json = (await response.json()) as JsonObject
    expect(json, `${method} ${path}`).not.toHaveProperty('code')
    return json
  }
}
