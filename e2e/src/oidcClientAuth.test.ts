import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { exportJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import type { OidcConfig } from '../../server/src/features/applications/config.ts'
import { testCertificate } from '../../server/src/http/testCertificate.ts'
import { makeCertificate } from '../../server/src/testing/certificates.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addOidcProject } from './oidcFixtures.ts'
import { postForm } from './oidcForms.ts'
import { signAssertion } from './oidcProofs.ts'

const ca = await makeCertificate({ subject: 'CN=Test CA', ca: true })
const named = await makeCertificate({ subject: 'C=CH,CN=billing', issuer: ca })
const stranger = await makeCertificate({ subject: 'C=CH,CN=billing' })
const selfSigned = await makeCertificate({ subject: 'CN=self' })

const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-mtls-'))
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}
const common = {
  SALLYPORT_CLIENT_CA_FILE: file('ca.pem', ca.cert),
  SALLYPORT_CLIENT_CERT_HEADER: 'X-Client-Cert',
}
const proxied = await testServer({
  clock: testClock(),
  environment: { ...common, SALLYPORT_TRUSTED_PROXIES: 'loopback' },
})
const direct = await testServer({
  clock: testClock(),
  environment: {
    ...common,
    SALLYPORT_TRUSTED_PROXIES: '192.0.2.1',
    SALLYPORT_TLS_CERT: file('tls.pem', testCertificate.cert),
    SALLYPORT_TLS_KEY: file('tls.key', testCertificate.key),
    SALLYPORT_TLS_CLIENT_CERTIFICATES: 'true',
  },
})

type Config = Partial<OidcConfig>
const byAuthority: Config = {
  metadata: { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: 'CN=billing,C=CH' },
}
const bySelf: Config = {
  metadata: {
    token_endpoint_auth_method: 'self_signed_tls_client_auth',
    jwks: { keys: [{ kty: 'EC', crv: 'P-256', x5c: [selfSigned.certificate.raw.toString('base64')] }] },
  },
}
const inspect = '/oauth/v2/introspect'
const header = (certificate: typeof named) => ({ 'x-client-cert': encodeURIComponent(certificate.cert) })

/** Introspects over TLS with a client certificate. */
function over(
  certificate: { readonly cert: string; readonly key: string } | undefined,
  form: object,
  headers = {},
) {
  return new Promise<{ status: number | undefined; body: string }>((fulfil, reject) => {
    const sent = httpsRequest(
      `https://localhost:${direct.port}${inspect}`,
      {
        method: 'POST',
        rejectUnauthorized: false,
        agent: false,
        ...(certificate && { cert: certificate.cert, key: certificate.key }),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      },
      async (response) => {
        let body = ''
        for await (const chunk of response) body += chunk
        fulfil({ status: response.statusCode, body })
      },
    )
    sent.once('error', reject).end(new URLSearchParams(form as Record<string, string>).toString())
  })
}

describe('a client certificate from the connection', () => {
  test('authenticates the client whose name its authority has given it', async () => {
    const { app } = await addOidcProject(direct, { config: byAuthority })
    const form = { client_id: app[0], token: 'x' }
    expect(await over(named, form)).toEqual({ status: 200, body: '{"active":false}' })
    for (const other of [undefined, stranger, selfSigned, ca])
      expect((await over(other, form)).status).toBe(401)
  })

  test('authenticates the client that has registered it, whoever issued it', async () => {
    const { app } = await addOidcProject(direct, { config: bySelf })
    const form = { client_id: app[0], token: 'x' }
    expect((await over(selfSigned, form)).status).toBe(200)
    for (const other of [undefined, named, stranger]) expect((await over(other, form)).status).toBe(401)
  })

  test('is not one that a stranger names in a header', async () => {
    const { app } = await addOidcProject(direct, { config: byAuthority })
    const form = { client_id: app[0], token: 'x' }
    expect((await over(undefined, form, header(named))).status).toBe(401)
    expect((await over(selfSigned, form, header(named))).status).toBe(401)
  })

  test('is no credential beside another, and none for a client of another method', async () => {
    const { app } = await addOidcProject(direct, { config: byAuthority })
    expect((await over(named, { client_id: app[0], client_secret: app[1], token: 'x' })).status).toBe(401)
    const basic = await addOidcProject(direct)
    expect((await over(named, { client_id: basic.app[0], token: 'x' })).status).toBe(401)
  })
})

describe('a client certificate in a header', () => {
  test('counts from a trusted proxy', async () => {
    const { app } = await addOidcProject(proxied, { config: byAuthority })
    const form = { client_id: app[0], token: 'x' }
    expect((await postForm(proxied, inspect, form, { headers: header(named) })).status).toBe(200)
    expect((await postForm(proxied, inspect, form, { headers: header(stranger) })).status).toBe(401)
    expect((await postForm(proxied, inspect, form, { headers: { 'x-client-cert': 'x' } })).status).toBe(401)
    expect((await postForm(proxied, inspect, form)).status).toBe(401)
  })
})

describe('private_key_jwt', async () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const membersOf = async (key: KeyObject) => {
    const { kty = '', crv = '', x = '', y = '' } = await exportJWK(key)
    return { kty, crv, x, y }
  }
  const forEncryption = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keys = [
    { ...(await membersOf(pair.publicKey)), kid: 'k1' },
    { ...(await membersOf(forEncryption.publicKey)), use: 'enc', kid: 'k2' },
  ]
  const config: Config = { authMethod: 'private_key_jwt', metadata: { jwks: { keys } } }
  const fixture = await addOidcProject(proxied, { config })
  const other = await addOidcProject(proxied, { config })
  const signer = { subject: fixture.app[0], keyId: 'k1', key: pair.privateKey, alg: 'ES256' }
  const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  const send = (client_assertion: string, form: Record<string, string> = {}) =>
    postForm(proxied, inspect, { token: 'x', client_assertion_type, client_assertion, ...form })

  test('authenticates by an assertion for the issuer, the token endpoint or this endpoint', async () => {
    for (const aud of [proxied.url, `${proxied.url}/oauth/v2/token`, [`${proxied.url}${inspect}`]]) {
      expect((await send(await signAssertion(proxied, signer, { aud }))).status).toBe(200)
    }
  })

  test('refuses an assertion that a key for encryption has signed', async () => {
    const misused = { ...signer, keyId: 'k2', key: forEncryption.privateKey }
    expect((await send(await signAssertion(proxied, misused))).status).toBe(401)
  })

  test('takes an assertion once, if it has an id', async () => {
    const assertion = await signAssertion(proxied, signer, { jti: 'a1' })
    const replies = await Promise.all([send(assertion), send(assertion)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  test.each([
    ['another audience', { aud: 'https://other.example' }],
    ['another subject', { sub: 'x' }],
    ['another issuer', { iss: 'x' }],
    ['an expiry in the past', { exp: 1 }],
  ])('refuses an assertion with %s', async (_, claims) => {
    const { status, json } = await send(await signAssertion(proxied, signer, claims), {
      client_id: fixture.app[0],
    })
    expect([status, json['error']]).toEqual([401, 'invalid_client'])
  })

  test("refuses another client's assertion, a secret and other types", async () => {
    const foreign = await signAssertion(proxied, { ...signer, subject: other.app[0] })
    expect((await send(foreign, { client_id: fixture.app[0] })).status).toBe(401)
    expect((await postForm(proxied, inspect, { token: 'x' }, { basic: fixture.app })).status).toBe(401)
    const assertion = await signAssertion(proxied, signer)
    expect((await send(assertion, { client_assertion_type: 'x' })).status).toBe(401)
    expect((await send(assertion, { client_secret: 'x' })).json['error']).toBe('invalid_request')
    const secret = await addOidcProject(proxied)
    const bySecretClient = await signAssertion(proxied, { ...signer, subject: secret.app[0] })
    expect((await send(bySecretClient)).status).toBe(401)
  })
})
