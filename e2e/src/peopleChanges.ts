import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { addApp, nextCodeAt } from './factors.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { requestToken } from './oidcForms.ts'
import { signAssertion } from './oidcProofs.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'
import { introspectionOf, loggedIn, meBy, type ProcessChanges, refreshesOf } from './processChange.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'

/** Changes of people, machines and what they have proved. */
export const peopleChanges: ProcessChanges = {
  async 'a person is deactivated'(here, there) {
    const { userId, sessionId, sessionToken, accessToken, fixture } = await loggedIn(here)
    const refresh = refreshesOf(there, await loginTokens(here, fixture, sessionId), fixture.app)
    return {
      asked: [
        {
          ask: () => outcome(passwordSession(there, userId)),
          before: 'ok',
          after: 'FailedPrecondition session.user_not_usable',
        },
        { ask: meBy(there, sessionToken), before: 200, after: 404 },
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: false },
        { ask: refresh, before: 200, after: 400 },
      ],
      change: () => here.client(UserService).deactivateUser({ userId }),
    }
  },
  async 'a person is removed'(here, there) {
    const { userId, sessionToken, accessToken, fixture } = await loggedIn(here)
    return {
      asked: [
        {
          ask: () => outcome(passwordSession(there, userId)),
          before: 'ok',
          after: 'NotFound session.user_not_found',
        },
        {
          ask: () => outcome(there.client(UserService).getUserByID({ userId })),
          before: 'ok',
          after: 'NotFound user.not_found',
        },
        { ask: meBy(there, sessionToken), before: 200, after: 404 },
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: false },
      ],
      change: () => here.client(UserService).deleteUser({ userId }),
    }
  },
  async 'a session is removed'(here, there) {
    const { sessionId, sessionToken, accessToken, fixture } = await loggedIn(here)
    const sessions = there.client(SessionService)
    return {
      asked: [
        { ask: meBy(there, sessionToken), before: 200, after: 404 },
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: false },
        {
          ask: () => outcome(sessions.getSession({ sessionId })),
          before: 'ok',
          after: 'NotFound session.unknown',
        },
      ],
      change: () => here.client(SessionService).deleteSession({ sessionId }),
    }
  },
  async 'a password is changed'(here, there) {
    const { userId, sessionToken, accessToken, fixture } = await loggedIn(here)
    const newPassword = { password: 'Another-Horse-2' }
    return {
      asked: [
        { ask: () => outcome(passwordSession(there, userId)), before: 'ok', after: 'InvalidArgument' },
        { ask: meBy(there, sessionToken), before: 200, after: 403 },
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: false },
      ],
      change: () => here.client(UserService).setPassword({ userId, newPassword }),
    }
  },
  async 'a factor is removed'(here, there) {
    const { userId } = await addPerson(here)
    const secret = await addApp(here, userId)
    const totp = { code: nextCodeAt(secret, here.clock.now()) }
    const checks = { ...byId(userId), password: { password }, totp }
    const { sessionId } = await here.client(SessionService).createSession({ checks })
    const fixture = await addOidcProject(here)
    const { accessToken } = await loginTokens(here, fixture, sessionId)
    const users = there.client(UserService)
    return {
      asked: [
        {
          async ask() {
            const { session } = await there.client(SessionService).getSession({ sessionId })
            return session?.factors?.totp !== undefined
          },
          before: true,
          after: false,
        },
        {
          ask: async () => (await users.listAuthenticationFactors({ userId })).result.length,
          before: 1,
          after: 0,
        },
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: false },
      ],
      change: () => here.client(UserService).removeTOTP({ userId }),
    }
  },
  async 'a key of a machine is removed'(here, there) {
    const { userId } = await addMachine(here)
    const expirationDate = timestampFromDate(new Date(here.clock.now().getTime() + 86_400_000))
    const { keyId, keyContent } = await here.client(UserService).addKey({ userId, expirationDate })
    const { key } = JSON.parse(Buffer.from(keyContent).toString()) as { key: string }
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
    const ask = async () => {
      const assertion = await signAssertion(there, { subject: userId, keyId, key })
      return (await requestToken(there, { grant_type, assertion })).status
    }
    return {
      asked: [{ ask, before: 200, after: 400 }],
      change: () => here.client(UserService).removeKey({ userId, keyId }),
    }
  },
  async 'a token of a machine is removed'(here, there) {
    const { userId, token } = await addMachine(here)
    const { result } = await here.client(ManagementService).listPersonalAccessTokens({ userId })
    const tokenId = result[0]?.id ?? ''
    return {
      asked: [{ ask: meBy(there, token), before: 200, after: 401 }],
      change: () => here.client(ManagementService).removePersonalAccessToken({ userId, tokenId }),
    }
  },
  async 'an organization is deactivated'(here, there) {
    const { orgId, headers } = await addOrg(here)
    const { userId } = await addPerson(here, { headers })
    const { sessionId, sessionToken } = await passwordSession(here, userId)
    const fixture = await addOidcProject(here, { orgId })
    const { accessToken } = await loginTokens(here, fixture, sessionId)
    return {
      asked: [
        { ask: meBy(there, sessionToken), before: 200, after: 401 },
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: 401 },
      ],
      change: () => here.client(ManagementService, { headers }).deactivateOrg({}),
    }
  },
  async 'metadata of a person is removed, which tokens tell'(here, there) {
    const { userId, fixture, sessionId } = await loggedIn(here)
    await here
      .client(UserService)
      .setUserMetadata({ userId, metadata: [{ key: 'desk', value: new Uint8Array([1]) }] })
    const scopes = ['openid', 'urn:zitadel:iam:user:metadata']
    const { accessToken } = await loginTokens(here, fixture, sessionId, { scopes })
    const headers = { authorization: `Bearer ${accessToken}` }
    const ask = async () => {
      const reply = await fetch(`${there.url}/oidc/v1/userinfo`, { headers })
      return ((await reply.json()) as Record<string, object>)['urn:zitadel:iam:user:metadata']
    }
    return {
      asked: [{ ask, before: { desk: 'AQ' }, after: undefined }],
      change: () => here.client(UserService).deleteUserMetadata({ userId, keys: ['desk'] }),
    }
  },
  async 'an administrator loses a role'(here, there) {
    const { userId, token } = await addMachine(here, { roles: ['IAM_OWNER'] })
    const ask = () => outcome(there.client(AdminService, { token }).listIAMMembers({}))
    return {
      asked: [{ ask, before: 'ok', after: 'PermissionDenied permission.denied' }],
      change: () => here.client(AdminService).updateIAMMember({ userId, roles: ['IAM_USER_MANAGER'] }),
    }
  },
}
