import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { AccessTokenType } from '@zitadel/proto/zitadel/user_pb.js'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { requestToken } from './oidcForms.ts'
import { dpopHolder, requestBoundToken, signAssertion } from './oidcProofs.ts'
import { addMachine, outcome } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const users = server.client(UserService)
const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

async function machineWithKey(lifetime = 86_400) {
  const { userId } = await addMachine(server)
  const expirationDate = timestampFromDate(new Date(clock.now().getTime() + lifetime * 1000))
  const { keyId, keyContent } = await users.addKey({ userId, expirationDate })
  const { key } = JSON.parse(Buffer.from(keyContent).toString()) as { key: string }
  return { userId, keyId, signer: { subject: userId, keyId, key } }
}

const machine = await machineWithKey()
const other = await machineWithKey()
const redeem = (assertion: string, more: Readonly<Record<string, string>> = {}) =>
  requestToken(server, { grant_type, assertion, ...more })
const refused = async (assertion: Promise<string>) => {
  const { status, json } = await redeem(await assertion)
  return [status, json['error']]
}

describe('a machine fetches a token by an assertion of its key', () => {
  test('which names neither client nor secret', async () => {
    const { status, json, headers } = await redeem(await signAssertion(server, machine.signer))
    expect([status, json]).toEqual([
      200,
      { access_token: expect.stringMatching(/^slp_at_/), token_type: 'Bearer', expires_in: 43_200 },
    ])
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('with an ID token that expires at once', async () => {
    const { json } = await redeem(await signAssertion(server, machine.signer), { scope: 'openid' })
    const claims = decodeJwt(String(json['id_token']))
    expect(claims).toMatchObject({ iss: server.url, sub: machine.userId, aud: [machine.userId] })
    expect(claims.exp).toBe(claims.iat)
  })

  test.each([
    ['opaque', AccessTokenType.BEARER],
    ['JWT', AccessTokenType.JWT],
  ] as const)('whose access token (%s) ends with the key', async (_, accessTokenType) => {
    const brief = await machineWithKey(60)
    const management = server.client(ManagementService)
    await management.updateMachine({ userId: brief.userId, name: 'brief', accessTokenType })
    const scope = 'urn:zitadel:iam:org:project:id:zitadel:aud'
    const { json } = await redeem(await signAssertion(server, brief.signer), { scope })
    expect(json['expires_in']).toBe(60)
    const own = server.client(AuthService, { token: String(json['access_token']) })
    clock.advance(59)
    expect(await outcome(own.getMyUser({}))).toBe('ok')
    clock.advance(1)
    expect(await outcome(own.getMyUser({}))).toBe('Unauthenticated auth.token_invalid')
  })

  test('with the token endpoint as audience, beside others', async () => {
    const aud = ['https://other.example', `${server.url}/oauth/v2/token`]
    expect((await redeem(await signAssertion(server, machine.signer, { aud }))).status).toBe(200)
  })
})

describe('an assertion is refused', () => {
  const now = () => Math.floor(clock.now().getTime() / 1000)
  test.each([
    ['for another issuer', { aud: 'https://other.example' }],
    ['of another issuer', { iss: 'https://other.example' }],
    ['that has expired', { exp: now() - 31 }],
    ['that was issued over an hour ago', { iat: now() - 3631 }],
  ])('%s', async (_, claims) => {
    expect(await refused(signAssertion(server, machine.signer, claims))).toEqual([400, 'invalid_grant'])
  })

  test("by another machine's key, whichever it names", async () => {
    const forged = { ...other.signer, subject: machine.userId }
    expect(await refused(signAssertion(server, forged))).toEqual([400, 'invalid_grant'])
    expect(await refused(signAssertion(server, { ...forged, keyId: machine.keyId }))).toEqual([
      400,
      'invalid_grant',
    ])
  })

  test('a second time, if it has an id', async () => {
    const assertion = await signAssertion(server, machine.signer, { jti: 'once' })
    const replies = await Promise.all([redeem(assertion), redeem(assertion), redeem(assertion)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400, 400])
    const fromOther = await signAssertion(server, other.signer, { jti: 'once' })
    expect((await redeem(fromOther)).status).toBe(200)
  })

  test('once its key is removed or has expired, or the machine is inactive', async () => {
    const gone = await machineWithKey()
    await users.removeKey({ userId: gone.userId, keyId: gone.keyId })
    expect(await refused(signAssertion(server, gone.signer))).toEqual([400, 'invalid_grant'])
    const inactive = await machineWithKey()
    await users.deactivateUser({ userId: inactive.userId })
    expect(await refused(signAssertion(server, inactive.signer))).toEqual([400, 'invalid_grant'])
    const brief = await machineWithKey(60)
    clock.advance(61)
    expect(await refused(signAssertion(server, brief.signer))).toEqual([400, 'invalid_grant'])
  })

  test('that is no JWT, or missing', async () => {
    expect(await refused(Promise.resolve('x'))).toEqual([400, 'invalid_grant'])
    const { status, json } = await requestToken(server, { grant_type })
    expect([status, json['error']]).toEqual([400, 'invalid_request'])
  })
})

describe('a DPoP proof at the token endpoint', () => {
  const post = async (dpop: string, headers: Readonly<Record<string, string>> = {}) =>
    requestToken(
      server,
      { grant_type, assertion: await signAssertion(server, machine.signer) },
      { headers: { dpop, ...headers } },
    )

  test('binds the token to its key, with a nonce of the server', async () => {
    const holder = await dpopHolder(server)
    const first = await post(await holder.proof())
    expect([first.status, first.json['error']]).toEqual([400, 'use_dpop_nonce'])
    const form = { grant_type, assertion: await signAssertion(server, machine.signer) }
    const bound = await requestBoundToken(server, holder, form)
    expect([bound.status, bound.json['token_type']]).toEqual([200, 'DPoP'])
    expect(bound.headers.get('dpop-nonce')).toMatch(/^[\w-]{22}$/)
  })

  test('is refused a second time', async () => {
    const holder = await dpopHolder(server)
    const nonce = (await post(await holder.proof())).headers.get('dpop-nonce')
    const proof = await holder.proof({ nonce })
    const replies = await Promise.all([post(proof), post(proof)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400])
    expect(replies.map(({ json }) => json['error'])).toContain('invalid_dpop_proof')
  })

  test('is refused with a nonce that is older than two minutes, or not the server’s', async () => {
    const holder = await dpopHolder(server)
    const nonce = (await post(await holder.proof())).headers.get('dpop-nonce')
    clock.advance(59)
    expect((await post(await holder.proof({ nonce }))).status).toBe(200)
    clock.advance(121)
    for (const stale of [nonce, 'A'.repeat(22), '']) {
      expect((await post(await holder.proof({ nonce: stale }))).json['error']).toBe('use_dpop_nonce')
    }
  })

  test.each([
    ['another URL', { htu: 'https://other.example/oauth/v2/token' }],
    ['another method', { htm: 'GET' }],
  ])('is refused for %s', async (_, claims) => {
    const holder = await dpopHolder(server)
    const nonce = (await post(await holder.proof())).headers.get('dpop-nonce')
    const { status, json } = await post(await holder.proof({ nonce, ...claims }))
    expect([status, json['error']]).toEqual([400, 'invalid_dpop_proof'])
  })
})
