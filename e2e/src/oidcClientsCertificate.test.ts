import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { makeCertificate } from '../../server/src/testing/certificates.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addOidcApp, callbackUri, finishLogin } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'

const authority = await makeCertificate({ subject: 'CN=Test CA', ca: true })
const own = await makeCertificate({ subject: 'C=CH,CN=billing', issuer: authority })
const others = await makeCertificate({ subject: 'C=CH,CN=shop', issuer: authority })
const authorityFile = path.join(mkdtempSync(path.join(tmpdir(), 'sallyport-mtls-')), 'ca.pem')
writeFileSync(authorityFile, authority.cert)
const server = await testServer({
  environment: {
    SALLYPORT_CLIENT_CA_FILE: authorityFile,
    SALLYPORT_CLIENT_CERT_HEADER: 'X-Client-Cert',
    SALLYPORT_TRUSTED_PROXIES: 'loopback',
  },
})
const { userId } = await addPerson(server)

/** Sends requests as a proxy does that has ended their TLS. */
const by =
  ({ cert }: { readonly cert: string }): client.CustomFetch =>
  (url, { body, ...options }) =>
    fetch(url, {
      ...options,
      ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
      headers: { ...options.headers, 'x-client-cert': encodeURIComponent(cert) },
    })

test('openid-client authenticates by its certificate, and others cannot use its tokens (RFC 8705)', async () => {
  const app = await addOidcApp(server, {
    metadata: {
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: 'CN=billing,C=CH',
      tls_client_certificate_bound_access_tokens: true,
    },
  })
  const configure = (certificate: typeof own) =>
    client.discovery(new URL(server.url), app.clientId, {}, client.TlsClientAuth(), {
      execute: [client.allowInsecureRequests],
      [client.customFetch]: by(certificate),
    })
  const config = await configure(own)
  const thief = await configure(others)
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callbackUri,
    scope: 'openid offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const answer = await finishLogin(server, url, await passwordSession(server, userId))
  const checks = { pkceCodeVerifier, idTokenExpected: true }
  await expect(client.authorizationCodeGrant(thief, answer, checks)).rejects.toMatchObject({ status: 401 })
  const tokens = await client.authorizationCodeGrant(config, answer, checks)
  expect((await client.fetchUserInfo(config, tokens.access_token, userId)).sub).toBe(userId)
  await expect(client.fetchUserInfo(thief, tokens.access_token, userId)).rejects.toMatchObject({
    status: 401,
  })
  await expect(client.refreshTokenGrant(thief, tokens.refresh_token ?? '')).rejects.toMatchObject({
    status: 401,
  })
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
  expect(await client.tokenIntrospection(config, renewed.access_token)).toMatchObject({
    active: true,
    cnf: { 'x5t#S256': expect.any(String) },
  })
})
