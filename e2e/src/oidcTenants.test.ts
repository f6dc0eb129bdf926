import { generateKeyPairSync } from 'node:crypto'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { exportJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { testClock } from './factors.ts'
import { addOidcProject } from './oidcFixtures.ts'
import { type FormSender, postForm } from './oidcForms.ts'
import { beginLogin, callbackUri, codeRequest, openAuthorization } from './oidcLogin.ts'
import { dpopHolder, signAssertion } from './oidcProofs.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer({ clock: testClock() })
const second = await addInstance(server)
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwk = { ...(await exportJWK(publicKey)), kid: 'own' } as unknown as Record<string, string>

/** An instance with an app, a login, and everything that a login gives. */
async function tenant(at: {
  readonly token: string
  readonly orgId: string
  readonly instanceId: string
  readonly headers: Readonly<Record<string, string>>
  /** The machine of the token, which answers logins. */
  readonly machineId: string
}) {
  const { token, headers, instanceId, orgId, machineId } = at
  const base = {
    redirectUris: [callbackUri],
    grantTypes: ['authorization_code', 'refresh_token', deviceGrant, exchangeGrant] as const,
  }
  const config = { ...base, grantTypes: [...base.grantTypes] }
  const fixture = await addOidcProject(server, { config, instanceId, orgId })
  const keyed = await addOidcProject(server, {
    config: { ...config, authMethod: 'private_key_jwt', metadata: { jwks: { keys: [jwk] } } },
    instanceId,
    orgId,
  })
  const call = { token, headers }
  const metadata = await fetch(`${server.url}/.well-known/openid-configuration`, { headers })
  const { issuer } = (await metadata.json()) as { issuer: string }
  const users = server.client(UserService, call)
  const { userId } = await users.addHumanUser({
    username: 'ada',
    profile: { givenName: 'Ada', familyName: 'Tenant' },
    email: { email: 'ada@example.test', verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password: 'Correct-Horse-1', changeRequired: false } },
  })
  const session = () =>
    server.client(SessionService, call).createSession({
      checks: {
        user: { search: { case: 'userId', value: userId } },
        password: { password: 'Correct-Horse-1' },
      },
    })
  const send = (path: string, form: Record<string, string>, sender: FormSender = {}) =>
    postForm(server, path, form, { ...sender, headers: { ...headers, ...sender.headers } })
  const code = async () => {
    const { query, verifier } = codeRequest({ clientId: fixture.app[0] }, { scope: 'openid offline_access' })
    const authRequestId = await beginLogin(server, query, {
      ...headers,
      'x-zitadel-login-client': machineId,
    })
    const { sessionId, sessionToken } = await session()
    const { callbackUrl } = await server.client(OIDCService, call).createCallback({
      authRequestId,
      callbackKind: { case: 'session', value: { sessionId, sessionToken } },
    })
    return {
      grant_type: 'authorization_code',
      code: new URL(callbackUrl).searchParams.get('code') ?? '',
      redirect_uri: callbackUri,
      code_verifier: verifier,
    }
  }
  const device = async () => {
    const { json } = await send('/oauth/v2/device_authorization', { scope: 'openid' }, { basic: fixture.app })
    return {
      userCode: String(json['user_code']),
      form: { grant_type: deviceGrant, device_code: String(json['device_code']) },
    }
  }
  const push = async () => {
    const { query } = codeRequest({ clientId: fixture.app[0] })
    const { json } = await send('/oauth/v2/par', query, { basic: fixture.app })
    return String(json['request_uri'])
  }
  return {
    ...fixture,
    keyed,
    headers,
    issuer,
    userId,
    send,
    code,
    device,
    push,
    oidc: server.client(OIDCService, call),
  }
}

const { token: secondToken, orgId, instanceId } = second
const instances = {
  first: await tenant({
    ...server.first,
    token: server.adminToken,
    headers: {},
    machineId: server.first.machine?.userId ?? '',
  }),
  second: await tenant({
    token: secondToken,
    orgId,
    instanceId,
    headers: second.headers,
    machineId: second.userId,
  }),
}
type Tenant = (typeof instances)['first']

const tokensOf = async (of: Tenant) =>
  (await of.send('/oauth/v2/token', await of.code(), { basic: of.app })).json
const error = async (reply: Promise<{ readonly json: Record<string, unknown> }>) =>
  (await reply).json['error']

describe.each([
  ['first', 'second'],
  ['second', 'first'],
] as const)('of the %s instance means nothing on the %s', (ownName, otherName) => {
  const own = instances[ownName]
  const other = instances[otherName]

  test('an access token, JWT or not', async () => {
    const tokens = await tokensOf(own)
    const { json: exchanged } = await own.send(
      '/oauth/v2/token',
      {
        grant_type: exchangeGrant,
        subject_token: String(tokens['access_token']),
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        requested_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      },
      { basic: own.app },
    )
    for (const token of [String(tokens['access_token']), String(exchanged['access_token'])]) {
      const inspect = (at: Tenant) => at.send('/oauth/v2/introspect', { token }, { basic: at.api })
      expect((await inspect(own)).json['active']).toBe(true)
      expect((await inspect(other)).json).toEqual({ active: false })
      const userinfo = (at: Tenant) =>
        fetch(`${server.url}/oidc/v1/userinfo`, {
          headers: { ...at.headers, authorization: `Bearer ${token}` },
        })
      expect([(await userinfo(own)).status, (await userinfo(other)).status]).toEqual([200, 401])
      await other.send('/oauth/v2/revoke', { token }, { basic: other.app })
      expect((await inspect(own)).json['active']).toBe(true)
    }
  })

  test('a refresh token, which stays whole', async () => {
    const refresh_token = String((await tokensOf(own))['refresh_token'])
    const form = { grant_type: 'refresh_token', refresh_token }
    expect(await error(other.send('/oauth/v2/token', form, { basic: other.app }))).toBe('invalid_grant')
    expect((await own.send('/oauth/v2/token', form, { basic: own.app })).status).toBe(200)
  })

  test('a code, which stays unused', async () => {
    const form = await own.code()
    expect(await error(other.send('/oauth/v2/token', form, { basic: other.app }))).toBe('invalid_grant')
    expect((await own.send('/oauth/v2/token', form, { basic: own.app })).status).toBe(200)
  })

  test('a device code or user code', async () => {
    const { form, userCode } = await own.device()
    expect(await error(other.send('/oauth/v2/token', form, { basic: other.app }))).toBe('invalid_grant')
    expect(await error(own.send('/oauth/v2/token', form, { basic: own.app }))).toBe('authorization_pending')
    await expect(other.oidc.getDeviceAuthorizationRequest({ userCode })).rejects.toThrow()
    expect(
      (await own.oidc.getDeviceAuthorizationRequest({ userCode })).deviceAuthorizationRequest,
    ).toBeDefined()
  })

  test('a pushed request or an authorization request', async () => {
    const query = { client_id: other.app[0], request_uri: await own.push() }
    expect((await openAuthorization(server, query, other.headers)).json['error']).toBe('invalid_request_uri')
    const authRequestId = await beginLogin(server, { ...query, client_id: own.app[0] }, own.headers)
    await expect(other.oidc.getAuthRequest({ authRequestId })).rejects.toThrow()
    expect((await own.oidc.getAuthRequest({ authRequestId })).authRequest?.id).toBe(authRequestId)
  })

  test('a client with its secret', async () => {
    const inspect = (at: Tenant) => at.send('/oauth/v2/introspect', { token: 'x' }, { basic: own.api })
    expect([(await inspect(own)).status, (await inspect(other)).status]).toEqual([200, 401])
    const { query } = codeRequest({ clientId: own.app[0] })
    expect((await openAuthorization(server, query, other.headers)).status).toBe(400)
  })

  test('an assertion, although both clients have the same key', async () => {
    const assert = async (of: Tenant, at: Tenant) => {
      const clock = server.clock
      const signer = { subject: at.keyed.app[0], keyId: 'own', key: privateKey }
      const client_assertion = await signAssertion({ url: of.issuer, clock }, signer, {
        jti: crypto.randomUUID(),
      })
      return at.send('/oauth/v2/introspect', {
        token: 'x',
        client_assertion,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      })
    }
    expect((await assert(own, own)).status).toBe(200)
    expect((await assert(own, other)).status).toBe(401)
  })

  test('a nonce for DPoP proofs', async () => {
    const nonceOf = async (at: Tenant) => {
      const proof = await (await dpopHolder({ url: at.issuer, clock: server.clock })).proof()
      const { headers } = await at.send('/oauth/v2/token', await at.code(), {
        basic: at.app,
        headers: { dpop: proof },
      })
      return headers.get('dpop-nonce') ?? ''
    }
    const [ownNonce, otherNonce] = [await nonceOf(own), await nonceOf(other)]
    const redeem = async (nonce: string) => {
      const proof = await (await dpopHolder({ url: other.issuer, clock: server.clock })).proof({ nonce })
      return other.send('/oauth/v2/token', await other.code(), { basic: other.app, headers: { dpop: proof } })
    }
    expect(await error(redeem(ownNonce))).toBe('use_dpop_nonce')
    expect((await redeem(otherNonce)).status).toBe(200)
  })
})

test('values that count once go with their instance', async () => {
  const third = await addInstance(server)
  const rows = () =>
    server.testDatabase.database.query('select from single_uses where instance_id = $1', [third.instanceId])
  await server.testDatabase.database.query(
    `insert into single_uses (instance_id, purpose, digest, expires_at) values ($1, 'dpop', 'x', now() + interval '1 hour')`,
    [third.instanceId],
  )
  expect(await rows()).toHaveLength(1)
  await server.product.deps.log.removeInstance(third.instanceId)
  expect(await rows()).toHaveLength(0)
})
