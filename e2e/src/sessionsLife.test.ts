import { timestampDate } from '@bufbuild/protobuf/wkt'
import type { Client } from '@connectrpc/connect'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SessionService as SessionServiceBeta } from '@zitadel/proto/zitadel/session/v2beta/session_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addPerson, password } from './people.ts'
import { refusalOf } from './refusal.ts'

const clock = testClock()
const server = await testServer({ clock })

const text = (value: string) => new TextEncoder().encode(value)
const seconds = (count: number) => ({ seconds: BigInt(count), nanos: 0 })
const checksOf = (id: string) => ({
  user: { search: { case: 'userId' as const, value: id } },
  password: { password },
})

/** The two services carry the same messages here; one type lets one test drive both. */
const clientOf = (version: string): Client<typeof SessionService> =>
  version === 'v2'
    ? server.client(SessionService)
    : (server.client(SessionServiceBeta) as unknown as Client<typeof SessionService>)

const { userId } = await addPerson(server)

describe.each(['v2', 'v2beta'])('session.%s', (version) => {
  test('an empty session counts two events and belongs to the instance', async () => {
    const sessions = clientOf(version)
    const { sessionId, sessionToken, details, challenges } = await sessions.createSession({})
    expect(sessionToken).not.toBe('')
    expect(challenges).toBeUndefined()
    expect(details).toMatchObject({ sequence: 2n, resourceOwner: server.first.instanceId })
    expect(details?.changeDate && timestampDate(details.changeDate)).toEqual(clock.now())
    const { session } = await sessions.getSession({ sessionId })
    expect(session).toMatchObject({
      id: sessionId,
      sequence: 2n,
      changeDate: details?.changeDate,
      creationDate: details?.changeDate,
      metadata: {},
    })
    expect(session?.factors).toBeUndefined()
    expect(session?.expirationDate).toBeUndefined()
    expect(await eventTypesOf(server, sessionId)).toEqual(['session.added', 'session.token.set'])
  })

  test('each change returns a new token, and the one before is refused at once', async () => {
    const sessions = clientOf(version)
    const first = await sessions.createSession({ checks: checksOf(userId) })
    const { sessionId } = first
    const second = await sessions.setSession({ sessionId, metadata: { key: text('value') } })
    expect(second.sessionToken).not.toBe(first.sessionToken)
    expect(second.details?.sequence).toBe((first.details?.sequence ?? 0n) + 2n)
    const read = (sessionToken: string) => sessions.getSession({ sessionId, sessionToken })
    const wrong = { code: 'PermissionDenied', id: 'session.token_wrong' }
    expect(await refusalOf(read(first.sessionToken))).toEqual(wrong)
    expect(await refusalOf(read(`${second.sessionToken.slice(0, -1)}_`))).toEqual(wrong)
    expect((await read(second.sessionToken)).session?.sequence).toBe(second.details?.sequence)
    const own = (token: string) => server.client(AuthService, { token }).getMyUser({})
    expect((await refusalOf(own(first.sessionToken))).code).toBe('PermissionDenied')
    expect((await own(second.sessionToken)).user?.id).toBe(userId)
  })

  test('a change that changes nothing returns no token, and the old one stays valid', async () => {
    const sessions = clientOf(version)
    const metadata = { key: text('value') }
    const { sessionId, sessionToken, details } = await sessions.createSession({ metadata })
    for (const nothing of [
      {},
      { metadata },
      ...['absent', 'toString'].map((key) => ({ metadata: { [key]: text('') } })),
    ]) {
      const same = await sessions.setSession({ sessionId, ...nothing })
      expect([same.sessionToken, same.details?.sequence]).toEqual(['', details?.sequence])
    }
    expect((await sessions.getSession({ sessionId, sessionToken })).session?.id).toBe(sessionId)
  })

  test('metadata is merged; an empty value deletes its key', async () => {
    const sessions = clientOf(version)
    const { sessionId } = await sessions.createSession({ metadata: { one: text('1'), two: text('2') } })
    const metadataOf = async () => (await sessions.getSession({ sessionId })).session?.metadata
    await sessions.setSession({ sessionId, metadata: { two: text('zwei'), three: text('3') } })
    expect(await metadataOf()).toEqual({ one: text('1'), two: text('zwei'), three: text('3') })
    await sessions.setSession({ sessionId, metadata: { one: text('') } })
    expect(await metadataOf()).toEqual({ two: text('zwei'), three: text('3') })
  })

  test('the lifetime restarts at each set and is never ended by another change; it must be positive', async () => {
    const sessions = clientOf(version)
    const { sessionId } = await sessions.createSession({ lifetime: seconds(60) })
    const expiry = async () => {
      const { session } = await sessions.getSession({ sessionId })
      return (
        session?.expirationDate && timestampDate(session.expirationDate).getTime() - clock.now().getTime()
      )
    }
    expect(await expiry()).toBe(60_000)
    clock.advance(50)
    await sessions.setSession({ sessionId, lifetime: seconds(60) })
    expect(await expiry()).toBe(60_000)
    clock.advance(5)
    await sessions.setSession({ sessionId, metadata: { key: text('v') } })
    expect(await expiry()).toBe(55_000)
    for (const lifetime of [seconds(0), seconds(-1)]) {
      const invalid = { code: 'InvalidArgument', id: '' }
      expect(await refusalOf(sessions.setSession({ sessionId, lifetime }))).toEqual(invalid)
      expect(await refusalOf(sessions.createSession({ lifetime }))).toEqual(invalid)
    }
    expect(await expiry()).toBe(55_000)
  })

  test('an expired session is read and ended, but neither changed nor used', async () => {
    const sessions = clientOf(version)
    const { sessionId, sessionToken } = await sessions.createSession({
      checks: checksOf(userId),
      lifetime: seconds(60),
    })
    const own = server.client(AuthService, { token: sessionToken })
    await own.getMyUser({})
    clock.advance(60)
    expect((await refusalOf(own.getMyUser({}))).code).toBe('PermissionDenied')
    const change = sessions.setSession({ sessionId, lifetime: seconds(60) })
    expect(await refusalOf(change)).toEqual({ code: 'FailedPrecondition', id: 'session.expired' })
    expect((await sessions.getSession({ sessionId })).session?.id).toBe(sessionId)
    await sessions.deleteSession({ sessionId })
    expect((await refusalOf(sessions.getSession({ sessionId }))).code).toBe('NotFound')
  })

  test('an ended session is not read, changed or used, and ending it again writes no event', async () => {
    const sessions = clientOf(version)
    const { sessionId, sessionToken } = await sessions.createSession({ checks: checksOf(userId) })
    const { details } = await sessions.deleteSession({ sessionId })
    expect(details).toMatchObject({ resourceOwner: server.first.instanceId, changeDate: expect.anything() })
    expect((await refusalOf(sessions.getSession({ sessionId }))).code).toBe('NotFound')
    expect((await refusalOf(sessions.getSession({ sessionId, sessionToken }))).code).toBe('NotFound')
    const change = sessions.setSession({ sessionId, metadata: { key: text('v') } })
    expect(await refusalOf(change)).toEqual({ code: 'FailedPrecondition', id: 'session.terminated' })
    const own = server.client(AuthService, { token: sessionToken })
    expect((await refusalOf(own.getMyUser({}))).code).toBe('NotFound')
    const sequenceOf = async (id: string) =>
      (await sessions.deleteSession({ sessionId: id })).details?.sequence
    expect(await sequenceOf(sessionId)).toBe(details?.sequence)
    expect(await sequenceOf('never-was')).toBe(0n)
    const types = await eventTypesOf(server, sessionId)
    expect(types.filter((type) => type === 'session.terminated')).toHaveLength(1)
    const { sessions: listed } = await sessions.listSessions({
      queries: [{ query: { case: 'idsQuery', value: { ids: [sessionId] } } }],
    })
    expect(listed).toEqual([])
  })

  test('the user agent is kept as sent, but for an address that is none', async () => {
    const sessions = clientOf(version)
    const header = { 'accept-language': { values: ['de', 'en'] } }
    const userAgent = { fingerprintId: 'print', ip: '2001:db8::1', description: 'A browser', header }
    const { sessionId } = await sessions.createSession({ userAgent })
    expect((await sessions.getSession({ sessionId })).session?.userAgent).toMatchObject(userAgent)
    const broken = await sessions.createSession({ userAgent: { ...userAgent, ip: '300.1.1.1' } })
    const { session } = await sessions.getSession({ sessionId: broken.sessionId })
    expect(session?.userAgent?.ip ?? '').toBe('')
    expect(session?.userAgent?.fingerprintId).toBe('print')
  })
})

test('an id that was never given is no session to change', async () => {
  const change = server
    .client(SessionService)
    .setSession({ sessionId: 'never-was', metadata: { a: text('b') } })
  expect(await refusalOf(change)).toEqual({ code: 'NotFound', id: 'session.not_found' })
})

test.each(['/v2/sessions', '/v2beta/sessions'])('REST %s: 201 for a new one, 200 after', async (path) => {
  const body = { checks: { user: { userId }, password: { password } }, lifetime: '3600s' }
  const created = await server.rest('POST', path, { body })
  expect(created).toMatchObject({
    status: 201,
    json: {
      sessionId: expect.any(String),
      sessionToken: expect.any(String),
      details: { sequence: '5', resourceOwner: server.first.instanceId },
    },
  })
  const { sessionId } = created.json as { sessionId: string }
  const changed = await server.rest('PATCH', `${path}/${sessionId}`, {
    body: { metadata: { key: 'dmFsdWU=' } },
  })
  expect(changed).toMatchObject({ status: 200, json: { sessionToken: expect.any(String) } })
  const { sessionToken } = changed.json as { sessionToken: string }
  expect(await server.rest('GET', `${path}/${sessionId}`)).toMatchObject({
    status: 200,
    json: { session: { id: sessionId, sequence: '7', metadata: { key: 'dmFsdWU=' } } },
  })
  const search = { queries: [{ idsQuery: { ids: [sessionId] } }] }
  expect(await server.rest('POST', `${path}/search`, { body: search })).toMatchObject({
    status: 200,
    json: { details: { totalResult: '1' }, sessions: [{ id: sessionId }] },
  })
  const again = await server.rest('DELETE', `${path}/${sessionId}`, { body: { sessionToken } })
  expect(again.status).toBe(200)
  expect(await server.rest('GET', `${path}/${sessionId}`)).toMatchObject({ status: 404, json: { code: 5 } })
})
