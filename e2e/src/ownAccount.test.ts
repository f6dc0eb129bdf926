import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../server/src/access/call.ts'
import { ownSecurityEvents } from '../../server/src/features/audit/index.ts'
import { ownGrants, revokeOwnGrants } from '../../server/src/features/oidc-sessions/index.ts'
import { endOtherSessions, ownSessions } from '../../server/src/features/sessions/index.ts'
import { orgId, type SessionId, userId as userIdOf } from '../../server/src/kernel/ids.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { refusalOf as ownRefusalOf } from '../../server/src/testing/refusalOf.ts'
import { addApp, testClock } from './factors.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock })
const { deps } = server.product
const users = () => server.client(UserService)
const sessions = () => server.client(SessionService)

/** The call of a person on the account page. */
const callOf = (userId: string, sessionId = ''): Call => ({
  ...pageCall(server),
  principal: {
    kind: 'user',
    userId: userIdOf(userId),
    orgId: orgId(server.first.orgId),
    machine: false,
    token: { kind: 'session', id: sessionId, ...(sessionId && { sessionId: sessionId as SessionId }) },
    memberships: [],
  },
})

/** A session with a browser as the hosted login describes it. */
const browserSession = async (userId: string, description: string) =>
  sessions().createSession({
    checks: { ...byId(userId), password: { password } },
    userAgent: { fingerprintId: 'browser-1', ip: '203.0.113.7', description, header: {} },
  })

const nobody = 'caller.not_a_user'

describe('applications with tokens of a person', () => {
  const login = async (userId: string, fixture: Awaited<ReturnType<typeof addOidcProject>>, grant = {}) => {
    const { sessionId } = await passwordSession(server, userId)
    return { sessionId, ...(await loginTokens(server, fixture, sessionId, grant)) }
  }
  const active = async (token: string, { api }: Awaited<ReturnType<typeof addOidcProject>>) =>
    (await postForm(server, '/oauth/v2/introspect', { token }, { basic: api })).json['active']

  test('are listed once each, with what they may do and since when', async () => {
    const [{ userId }, stranger] = [await addPerson(server), await addPerson(server)]
    const [calendar, mail] = [await addOidcProject(server), await addOidcProject(server)]
    await login(stranger.userId, mail)
    await login(userId, calendar)
    const since = clock.now().toISOString()
    clock.advance(60)
    await login(userId, mail, { refreshToken: false, scopes: ['openid'] })
    clock.advance(60)
    await login(userId, calendar, { scopes: ['email', 'openid'], refreshToken: false })
    const granted = await ownGrants(deps, callOf(userId))
    expect(granted.map(({ clientId }) => clientId)).toEqual([calendar.app[0], mail.app[0]])
    expect(granted[0]).toEqual({
      clientId: calendar.app[0],
      name: 'App',
      project: `Project ${calendar.projectId}`,
      scopes: ['email', 'offline_access', 'openid', 'profile'],
      since,
      lastIssuedAt: clock.now().toISOString(),
      renews: true,
      actsFor: false,
      grants: 2,
    })
    expect(granted[1]).toMatchObject({ renews: false, scopes: ['openid'], grants: 1 })
  })

  test('are not listed once their tokens are void: expired, given back, or their session ended', async () => {
    const { userId } = await addPerson(server)
    const fixture = await addOidcProject(server)
    const call = () => callOf(userId)
    const { refreshToken } = await login(userId, fixture)
    await postForm(server, '/oauth/v2/revoke', { token: refreshToken }, { basic: fixture.app })
    expect(await ownGrants(deps, call())).toEqual([])
    const { sessionId } = await login(userId, fixture)
    await sessions().deleteSession({ sessionId })
    // Before the job that revokes them has run.
    expect(await ownGrants(deps, call())).toEqual([])
    await login(userId, fixture)
    clock.advance(31 * 24 * 3600)
    expect(await ownGrants(deps, call())).toEqual([])
  })

  test('lose all tokens of this person, and nobody else any', async () => {
    const [{ userId }, stranger] = [await addPerson(server), await addPerson(server)]
    const [app, other] = [await addOidcProject(server), await addOidcProject(server)]
    const mine = [await login(userId, app), await login(userId, app)]
    const kept = [await login(stranger.userId, app), await login(userId, other)] as const
    await revokeOwnGrants(deps, callOf(userId), app.app[0])
    for (const { accessToken, refreshToken } of mine) {
      expect(await active(accessToken, app)).toBe(false)
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
      expect((await requestToken(server, form, { basic: app.app })).json['error']).toBe('invalid_grant')
    }
    expect([await active(kept[0].accessToken, app), await active(kept[1].accessToken, other)]).toEqual([
      true,
      true,
    ])
    expect((await ownGrants(deps, callOf(userId))).map(({ clientId }) => clientId)).toEqual([other.app[0]])
    // Again, and for an application that has none: nothing to do.
    await revokeOwnGrants(deps, callOf(userId), app.app[0])
    await revokeOwnGrants(deps, callOf(userId), 'nothing')
  })

  test('may lose their tokens while they renew them: nothing that was renewed lives', async () => {
    const { userId } = await addPerson(server)
    const fixture = await addOidcProject(server)
    const { refreshToken } = await login(userId, fixture)
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
    const [renewed] = await Promise.all([
      requestToken(server, form, { basic: fixture.app }),
      revokeOwnGrants(deps, callOf(userId), fixture.app[0]),
    ])
    const token = String(renewed.json['access_token'] ?? 'none')
    expect(await active(token, fixture)).toBe(false)
    expect(await ownGrants(deps, callOf(userId))).toEqual([])
  })
})

describe('sessions of a person', () => {
  test('are those that are live and have proved something, with their browsers', async () => {
    const [{ userId }, stranger] = [await addPerson(server), await addPerson(server)]
    await passwordSession(server, stranger.userId)
    const { sessionId } = await browserSession(userId, 'Firefox on Linux')
    clock.advance(60)
    const second = await passwordSession(server, userId)
    await sessions().createSession({ checks: byId(userId) })
    await sessions().createSession({
      checks: { ...byId(userId), password: { password } },
      lifetime: { seconds: 30n, nanos: 0 },
    })
    clock.advance(60)
    const own = await ownSessions(deps, callOf(userId, sessionId))
    expect(own.map(({ sessionId: id, current }) => [id, current])).toEqual([
      [second.sessionId, false],
      [sessionId, true],
    ])
    expect(own[1]).toMatchObject({
      userAgent: { description: 'Firefox on Linux', ip: '203.0.113.7' },
      proofs: [{ kind: 'password' }],
      expiresAt: null,
    })
  })

  test('end together, but for the current one and those of others', async () => {
    const [{ userId }, stranger] = [await addPerson(server), await addPerson(server)]
    const fixture = await addOidcProject(server)
    const others = [await passwordSession(server, userId), await browserSession(userId, 'x')]
    const { sessionToken } = await passwordSession(server, stranger.userId)
    const { accessToken } = await loginTokens(server, fixture, others[0]?.sessionId ?? '')
    const current = await passwordSession(server, userId)
    expect(await endOtherSessions(deps, callOf(userId, current.sessionId))).toBe(2)
    expect((await ownSessions(deps, callOf(userId))).map(({ sessionId }) => sessionId)).toEqual([
      current.sessionId,
    ])
    for (const { sessionId } of others) {
      expect((await refusalOf(sessions().getSession({ sessionId }))).id).toBe('session.unknown')
    }
    const { json } = await postForm(
      server,
      '/oauth/v2/introspect',
      { token: accessToken },
      { basic: fixture.api },
    )
    expect(json['active']).toBe(false)
    const strangers = server.client(UserService, { token: sessionToken })
    expect((await strangers.getUserByID({ userId: stranger.userId })).user?.userId).toBe(stranger.userId)
    expect(await endOtherSessions(deps, callOf(userId, current.sessionId))).toBe(0)
  })
})

describe('security events of a person', () => {
  const factsOf = async (userId: string, page = {}) => {
    const { events, before } = await ownSecurityEvents(deps, callOf(userId), { limit: 50, ...page })
    return {
      events,
      before,
      facts: events.map(({ fact }) => ('factor' in fact ? `${fact.kind} ${fact.factor}` : fact.kind)),
    }
  }

  test('come from the account, its sessions and its applications, newest first, each with its place', async () => {
    const [{ userId, username }, stranger] = [await addPerson(server), await addPerson(server)]
    const fixture = await addOidcProject(server)
    await passwordSession(server, stranger.userId)
    const step = async (act: () => Promise<unknown>) => {
      clock.advance(60)
      await act()
    }
    const { sessionId } = await browserSession(userId, 'Firefox on Linux')
    await step(() => refusalOf(passwordSession(server, userId, 'wrong')))
    await step(() => addApp(server, userId))
    await step(() => loginTokens(server, fixture, sessionId))
    await step(() => revokeOwnGrants(deps, callOf(userId), fixture.app[0]))
    await step(() => users().removeTOTP({ userId }))
    await step(() => users().setEmail({ userId, email: `new-${username}` }))
    await step(() => users().lockUser({ userId }))
    await step(() => users().unlockUser({ userId }))
    const { events, facts, before } = await factsOf(userId)
    expect(facts.slice(0, 10)).toEqual([
      'unlocked',
      'session_ended',
      'locked',
      'email_changed',
      'factor_removed totp',
      'app_revoked',
      'app_granted',
      'factor_added totp',
      'factor_failed password',
      'factor_proved password',
    ])
    const atCreation = ['account_created', 'email_verified', 'password_changed', 'phone_verified']
    expect(facts.slice(10).toSorted()).toEqual(atCreation)
    expect(before).toBeUndefined()
    const found = (kind: string) => events.find(({ fact }) => fact.kind === kind)
    expect(found('factor_proved')).toMatchObject({
      session: { id: sessionId, userAgent: { description: 'Firefox on Linux', ip: '203.0.113.7' } },
      application: null,
    })
    // The session has ended, and with it its row: the log still knows its browser.
    expect(found('session_ended')?.session?.userAgent?.description).toBe('Firefox on Linux')
    expect(found('app_granted')).toMatchObject({
      application: { clientId: fixture.app[0], name: 'App' },
      session: { id: sessionId },
    })
    expect(found('app_revoked')).toMatchObject({ fact: { reason: 'user' }, by: 'self' })
    expect(found('email_changed')?.by).toBe('other')
    const times = events.map(({ at }) => at)
    expect(times).toEqual(times.toSorted().toReversed())
  })

  test('come in pages that miss and repeat nothing, also among events of one instant', async () => {
    const { userId } = await addPerson(server)
    for (let at = 0; at < 6; at += 1) {
      clock.advance(1)
      await passwordSession(server, userId)
      await refusalOf(passwordSession(server, userId, 'wrong'))
    }
    const { events: all } = await factsOf(userId)
    const paged = []
    for (let before: string | undefined, more = true; more; ) {
      const page = await factsOf(userId, { limit: 3, ...(before !== undefined && { before }) })
      expect(page.events.length).toBeLessThan(9)
      paged.push(...page.events)
      before = page.before
      more = before !== undefined
    }
    expect(all.length).toBeGreaterThan(12)
    expect(paged).toEqual(all)
  })

  test('name an automatic lock, a wrong code of every kind, and no expiry', async () => {
    const { userId } = await addPerson(server)
    await server.client(AdminService).updateLockoutPolicy({ maxPasswordAttempts: 2, maxOtpAttempts: 0 })
    const short = { checks: { ...byId(userId), password: { password } }, lifetime: { seconds: 5n, nanos: 0 } }
    const { sessionId } = await sessions().createSession(short)
    await users().addOTPEmail({ userId })
    await sessions().setSession({
      sessionId,
      challenges: { otpEmail: { deliveryType: { case: 'returnCode', value: {} } } },
    })
    await refusalOf(sessions().setSession({ sessionId, checks: { otpEmail: { code: '000000' } } }))
    await refusalOf(passwordSession(server, userId, 'wrong'))
    await refusalOf(passwordSession(server, userId, 'wrong'))
    await server.client(AdminService).updateLockoutPolicy({ maxPasswordAttempts: 0, maxOtpAttempts: 0 })
    const { facts } = await factsOf(userId)
    expect(facts).toEqual(
      expect.arrayContaining(['locked_out', 'factor_failed otp_email', 'factor_added otp_email']),
    )
    expect(facts).not.toContain('session_ended')
  })
})

test('a caller without an account has none of this, and another instance knows nothing of it', async () => {
  const { userId } = await addPerson(server)
  await passwordSession(server, userId)
  const reads = [
    ownGrants,
    ownSessions,
    (on: typeof deps, call: Call) => ownSecurityEvents(on, call, { limit: 5 }),
  ]
  for (const read of reads) {
    expect((await ownRefusalOf(read(deps, pageCall(server)))).code).toBe(nobody)
  }
  expect((await ownRefusalOf(revokeOwnGrants(deps, pageCall(server), 'x'))).code).toBe(nobody)
  expect((await ownRefusalOf(endOtherSessions(deps, pageCall(server)))).code).toBe(nobody)
  const { instanceId } = await addInstance(server)
  const own = callOf(userId)
  const elsewhere: Call = { ...own, instance: { ...own.instance, id: instanceId as Call['instance']['id'] } }
  expect(await ownSessions(deps, elsewhere)).toEqual([])
  expect(await endOtherSessions(deps, elsewhere)).toBe(0)
  expect((await ownSecurityEvents(deps, elsewhere, { limit: 5 })).events).toEqual([])
  expect(await ownSessions(deps, own)).toHaveLength(1)
})
