import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { startHttpReceiver } from '../../server/src/features/notifications/testing/httpReceiver.ts'
import { sessionAdded, sessionTerminated } from '../../server/src/features/sessions/events.ts'
import { newId } from '../../server/src/kernel/ids.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { databaseHold } from './databaseHold.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addClientMachine, addOidcProject, loginTokens } from './oidcFixtures.ts'
import { requestToken } from './oidcForms.ts'
import { addOidcApp, answerLogin, beginLogin, callbackUri } from './oidcLogin.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'

const clock = testClock()
const environment = { SALLYPORT_RETENTION_DAYS: '7', SALLYPORT_AUDIT_RETENTION_DAYS: '7, auth_request=2' }
const server = await testServer({ clock, environment })
const sessions = server.client(SessionService)
const person = await addPerson(server)
const machine = await addClientMachine(server)
const app = await addOidcApp(server)
const { database } = server.testDatabase
const { log } = server.product.deps
const day = 86_400

async function runSchedules(): Promise<void> {
  for (const schedule of server.product.jobs.schedules) await schedule.run()
  // Transactions of other tests may delay seals, and what is not sealed is not removed.
  const remove = server.product.jobs.schedules.find(({ name }) => name === 'log.remove_dead')
  while ((await count('from events where position > (select max(upto) from log_seals)')) > 0)
    await remove?.run()
  await remove?.run()
}

/** Signs the person in at the app; returns the ids of the streams that it leaves. */
async function signIn(scope = 'openid offline_access') {
  const query = {
    client_id: app.clientId,
    redirect_uri: callbackUri,
    response_type: 'code',
    scope,
  }
  const authRequestId = await beginLogin(server, query)
  const session = await passwordSession(server, person.userId)
  const code = (await answerLogin(server, authRequestId, session)).searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', code, redirect_uri: callbackUri }
  const { status, json } = await requestToken(server, form, { basic: [app.clientId, app.clientSecret] })
  if (status !== 200) throw new Error(JSON.stringify(json))
  return { authRequestId, sessionId: session.sessionId, refreshToken: String(json['refresh_token']) }
}

const count = async (sql: string, values: unknown[] = []) =>
  (await database.query<{ count: number }>(`select count(*)::int as count ${sql}`, values))[0]?.count ?? 0
const streamsOf = (type: string) => count('from streams where stream_type = $1', [type])

describe('a login', () => {
  test('leaves the log when its parts are dead for as long as is set for them; what happened to its user stays', async () => {
    const { authRequestId, sessionId } = await signIn('openid')
    const headers = { 'x-sallyport-reason': 'shared computer' }
    await server.client(SessionService, { headers }).deleteSession({ sessionId })
    expect(await eventTypesOf(server, sessionId)).toContain('reason.given')
    const ofUser = await eventTypesOf(server, person.userId)
    const requestStreams = await streamsOf('auth_request')
    clock.advance(1.9 * day)
    await runSchedules()
    expect(await streamsOf('auth_request')).toBe(requestStreams)
    expect(
      await server
        .client(OIDCService)
        .getAuthRequest({ authRequestId })
        .catch(() => 'over'),
    ).toBe('over')
    clock.advance(0.2 * day)
    await runSchedules()
    expect(await streamsOf('auth_request')).toBe(0)
    expect((await eventTypesOf(server, sessionId)).at(-1)).toBe('session.terminated')
    expect(await streamsOf('oidc_session')).toBe(1)
    clock.advance(5.5 * day)
    await runSchedules()
    expect(await eventTypesOf(server, sessionId)).toEqual([])
    expect(await streamsOf('oidc_session')).toBe(0)
    for (const table of ['auth_requests', 'oidc_sessions', 'dead_streams'])
      expect(await count(`from ${table}`), table).toBe(0)
    expect(await eventTypesOf(server, person.userId)).toEqual(ofUser)
  })

  test('stays while one of its tokens can be used', async () => {
    const { refreshToken } = await signIn()
    let token = refreshToken
    for (let round = 0; round < 3; round++) {
      clock.advance(8 * day)
      await runSchedules()
      const form = { grant_type: 'refresh_token', refresh_token: token }
      const { status, json } = await requestToken(server, form, { basic: [app.clientId, app.clientSecret] })
      expect(status).toBe(200)
      token = String(json['refresh_token'])
    }
    expect(await streamsOf('oidc_session')).toBe(1)
    clock.advance(40 * day)
    await runSchedules()
    expect(await streamsOf('oidc_session')).toBe(0)
  })

  test('stays, one for each app that is told of the end of its session, as long as the session lives', async () => {
    const receiver = await startHttpReceiver()
    const told = await addOidcProject(server, { config: { backChannelLogoutUri: receiver.url } })
    const untold = await addOidcProject(server)
    const [one, other] = [
      await passwordSession(server, person.userId),
      await passwordSession(server, person.userId),
    ]
    const before = await streamsOf('oidc_session')
    for (const { sessionId } of [one, one, other]) {
      await loginTokens(server, told, sessionId, { refreshToken: false })
      await loginTokens(server, untold, sessionId, { refreshToken: false })
    }
    clock.advance(40 * day)
    await runSchedules()
    expect(await streamsOf('oidc_session')).toBe(before + 2)
    await sessions.deleteSession({ sessionId: one.sessionId })
    await server.runJobs()
    expect(receiver.requests.map(({ body }) => decodeJwt(body.slice('logout_token='.length)).sid)).toEqual([
      one.sessionId,
    ])
    clock.advance(8 * day)
    await runSchedules()
    expect(await streamsOf('oidc_session')).toBe(before + 1)
    await sessions.deleteSession({ sessionId: other.sessionId })
    await server.runJobs()
    expect(receiver.requests).toHaveLength(2)
    await receiver.close()
  })

  test('whose session has expired and is gone is exchanged on', async () => {
    const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
    const project = await addOidcProject(server, { config: { grantTypes: ['authorization_code', exchange] } })
    const session = { checks: { ...byId(person.userId), password: { password } } }
    const { sessionId } = await sessions.createSession({ ...session, lifetime: { seconds: 60n, nanos: 0 } })
    const { accessToken } = await loginTokens(server, project, sessionId, {
      lifetimes: {
        accessTokenLifetime: 30 * day,
        idTokenLifetime: day,
        refreshTokenIdleExpiration: day,
        refreshTokenExpiration: day,
      },
    })
    clock.advance(10 * day)
    await runSchedules()
    expect(await eventTypesOf(server, sessionId)).toContain('session.terminated')
    const form = {
      grant_type: exchange,
      subject_token: accessToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    }
    expect((await requestToken(server, form, { basic: project.app })).status).toBe(200)
  })

  test('whose session ends while its code is redeemed stays ended after the events of the session may go', async () => {
    const { sessionId } = await passwordSession(server, person.userId)
    const project = await addOidcProject(server)
    const inserts = { sql: 'lock table oidc_sessions in share mode' }
    const [{ refreshToken }] = await databaseHold(server).whileHeld(
      inserts,
      () => loginTokens(server, project, sessionId),
      () => sessions.deleteSession({ sessionId }),
    )
    await server.runJobs()
    const refresh = () =>
      requestToken(
        server,
        { grant_type: 'refresh_token', refresh_token: refreshToken },
        { basic: project.app },
      )
    expect((await refresh()).json['error']).toBe('invalid_grant')
    clock.advance(10 * day)
    await runSchedules()
    expect((await refresh()).json['error']).toBe('invalid_grant')
  })
})

test('under a steady load every table levels off, and the log stays proven', {
  timeout: 120_000,
}, async () => {
  const tables = ['events', 'streams', 'secrets', 'log_commits', 'log_seals', 'dead_streams', 'sessions']
  const sizes: Record<string, number>[] = []
  const machineToken = () =>
    requestToken(server, { grant_type: 'client_credentials' }, { basic: machine.basic })
  const head = await log.seal()
  for (let round = 0; round < 8; round++) {
    const work: Promise<unknown>[] = []
    for (let at = 0; at < 8; at++) {
      work.push(machineToken(), signIn())
      work.push(
        beginLogin(server, {
          client_id: app.clientId,
          redirect_uri: callbackUri,
          response_type: 'code',
          scope: 'openid',
        }),
      )
      work.push(
        sessions
          .createSession({ checks: byId(person.userId), lifetime: { seconds: 60n, nanos: 0 } })
          .then(({ sessionId }) => (at % 2 === 0 ? sessions.deleteSession({ sessionId }) : undefined)),
      )
    }
    await Promise.all(work)
    clock.advance(8 * day)
    await runSchedules()
    const size: Record<string, number> = {}
    for (const table of tables) size[table] = await count(`from ${table}`)
    // Sessions without a lifetime live on, and with them the logins of this test; the rest must not add up.
    size['mortal'] = await count(`from events e where stream_type in ('auth_request', 'oidc_session')`)
    sizes.push(size)
  }
  const { findings, retired } = await log.verify({ since: head })
  expect(findings).toEqual([])
  expect(retired).toBeGreaterThan(8 * 8 * 6)
  const perRound = (table: string) => sizes.map((size) => size[table] ?? 0)
  for (const table of ['mortal', 'log_seals', 'log_commits', 'dead_streams']) {
    const [third = 0, last = 0] = [perRound(table)[4], perRound(table)[7]]
    expect(last, `${table}: ${perRound(table)}`).toBeLessThanOrEqual(Math.max(third, 5))
  }
})

test('a process that is killed while it removes has removed whole streams, and another one goes on', {
  timeout: 120_000,
}, async () => {
  const writing = { instanceId: server.first.instanceId, creator: 'system', now: clock.now() }
  const mass = Array.from({ length: 2_000 }, () => newId())
  for (let from = 0; from < mass.length; from += 250) {
    await Promise.all(
      mass.slice(from, from + 250).map((id) =>
        log.transact(writing, undefined, (tx) =>
          tx.append(tx.begin({ type: 'session', id }), [sessionAdded({}), sessionTerminated({})], {
            owner: server.first.instanceId,
          }),
        ),
      ),
    )
  }
  const head = await log.seal()
  const left = () => count('from streams where stream_id = any($1)', [mass])
  const program = fileURLToPath(new URL('retentionChild.ts', import.meta.url))
  const child = spawn(process.execPath, [program, server.testDatabase.url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.stdin.write('go\n')
  const ended = once(child, 'exit')
  while ((await left()) > 1_500) await setTimeout(5)
  child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
  await expect
    .poll(() =>
      count(`from pg_stat_activity where datname = current_database() and state like '%in transaction%'`),
    )
    .toBe(0)
  const rest = await left()
  expect(rest).toBeGreaterThan(0)
  expect(await count('from events where stream_id = any($1)', [mass])).toBe(2 * rest)
  expect((await log.verify({ since: head })).findings).toEqual([])
  clock.advance(8 * day)
  await runSchedules()
  expect(await left()).toBe(0)
  expect((await log.verify({ since: head })).findings).toEqual([])
})
