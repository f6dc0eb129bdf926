import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { type FormReply, postForm, requestToken } from './oidcForms.ts'
import { addPerson, passwordSession } from './people.ts'
import { addMachine } from './tenants.ts'

// Acting for another user lasts one access token, and that no longer than the setting and the right to act.
const clock = testClock()
const server = await testServer({ clock })
const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange'
const type = (name: string) => `urn:ietf:params:oauth:token-type:${name}`
const fixture = await addOidcProject(server, {
  config: { grantTypes: ['authorization_code', 'refresh_token', grant_type] },
})
const admin = server.client(AdminService)
const allow = (enableImpersonation: boolean) =>
  server.client(SettingsService).setSecuritySettings({ enableImpersonation })
const person = await addPerson(server)

const login = async (userId: string) =>
  (await loginTokens(server, fixture, (await passwordSession(server, userId)).sessionId)).accessToken
const addActor = async () => {
  const { userId } = await addPerson(server)
  await admin.addIAMMember({ userId, roles: ['IAM_ADMIN_IMPERSONATOR', 'IAM_END_USER_IMPERSONATOR'] })
  return { userId, token: await login(userId) }
}
const exchange = (form: Readonly<Record<string, string>>) =>
  requestToken(server, { grant_type, ...form }, { basic: fixture.app })
const named = (userId: string) => ({
  subject_token: userId,
  subject_token_type: 'urn:zitadel:params:oauth:token-type:user_id',
})
const owned = (subject_token: string) => ({ subject_token, subject_token_type: type('access_token') })
const by = (actor_token: string) => ({ actor_token, actor_token_type: type('access_token') })
const tokenOf = ({ json }: FormReply) => String(json['access_token'])

/** What the token still does: introspection, userinfo, a further exchange. */
const uses = async (token: string) => {
  const inspected = await postForm(server, '/oauth/v2/introspect', { token }, { basic: fixture.api })
  const userinfo = await fetch(`${server.url}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const exchanged = await exchange({ ...owned(token), scope: 'openid' })
  return [inspected.json['active'], userinfo.status, exchanged.status]
}
const live = [true, 200, 200]
const dead = [false, 401, 400]

await allow(true)

test.each([
  ['a named user', async () => named(person.userId)],
  ['the holder of a token', async () => owned(await login(person.userId))],
] as const)(
  'who acts for %s has no refresh token, and no more once its access token ends',
  async (_, subject) => {
    const { token } = await addActor()
    const reply = await exchange({ ...(await subject()), ...by(token) })
    expect(reply.status).toBe(200)
    expect(String(reply.json['scope'])).toContain('offline_access')
    expect(reply.json).not.toHaveProperty('refresh_token')
    clock.advance(43_100)
    const again = await exchange(owned(tokenOf(reply)))
    expect([again.status, again.json['expires_in'], 'refresh_token' in again.json]).toEqual([200, 100, false])
    clock.advance(100)
    for (const one of [reply, again]) expect(await uses(tokenOf(one))).toEqual(dead)
  },
)

test('a token dies while the instance does not allow to act for others', async () => {
  const { token } = await addActor()
  const acting = tokenOf(await exchange({ ...named(person.userId), ...by(token) }))
  expect(await uses(acting)).toEqual(live)
  await allow(false)
  expect(await uses(acting)).toEqual(dead)
  expect(await uses(token)).toEqual(live)
  await allow(true)
})

test('a token dies with the right of its actor, which may change with the roles of the user', async () => {
  const one = await addActor()
  const acting = tokenOf(await exchange({ ...named(person.userId), ...by(one.token) }))
  expect(await uses(acting)).toEqual(live)
  await admin.removeIAMMember({ userId: one.userId })
  expect(await uses(acting)).toEqual(dead)
  expect(await uses(one.token)).toEqual(live)

  const { token = '' } = await addMachine(server, { roles: ['ORG_END_USER_IMPERSONATOR'] })
  const subject = await addPerson(server)
  const forUser = tokenOf(await exchange({ ...named(subject.userId), ...by(token), scope: 'openid' }))
  expect((await uses(forUser)).slice(0, 2)).toEqual(live.slice(0, 2))
  await server.client(ManagementService).addOrgMember({ userId: subject.userId, roles: ['ORG_OWNER_VIEWER'] })
  expect(await uses(forUser)).toEqual(dead)
})

test.each([0, 1])('a token dies with the right of each of the parties that act: %i', async (at) => {
  const actors = [await addActor(), await addActor()] as const
  const first = await exchange({ ...named(person.userId), ...by(actors[0].token) })
  const second = tokenOf(await exchange({ ...owned(tokenOf(first)), ...by(actors[1].token) }))
  expect(await uses(second)).toEqual(live)
  await admin.removeIAMMember({ userId: actors[at]?.userId ?? '' })
  expect(await uses(second)).toEqual(dead)
})

test('a party that acts through another needs the right to act for that one', async () => {
  const [outer, inner] = [await addActor(), await addActor()]
  const asOuter = await exchange({ ...owned(outer.token), ...by(inner.token) })
  const acting = tokenOf(await exchange({ ...named(person.userId), ...by(tokenOf(asOuter)) }))
  expect(await uses(acting)).toEqual(live)
  await admin.removeIAMMember({ userId: inner.userId })
  expect(await uses(acting)).toEqual(dead)
})
