import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { describe, expect, test } from 'vitest'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()
const discovery = '/.well-known/openid-configuration'
const metadataOf = async (headers: Readonly<Record<string, string>> = {}, path = discovery) => {
  const reply = await fetch(server.url + path, { headers })
  return { status: reply.status, headers: reply.headers, json: await reply.json() }
}
const own = (await metadataOf()).json as Readonly<Record<string, string | readonly string[]>>
const listOf = (member: string) => [own[member] ?? []].flat()

test('the issuer is the origin of the request, without a path', async () => {
  expect(own['issuer']).toBe(server.url)
  const { headers } = await addInstance(server)
  const host = headers['x-zitadel-instance-host']
  const other = await metadataOf(headers)
  expect(other.json).toMatchObject({
    issuer: `http://${host}`,
    token_endpoint: `http://${host}/oauth/v2/token`,
    jwks_uri: `http://${host}/oauth/v2/keys`,
  })
  expect((await metadataOf({ 'x-zitadel-instance-host': 'unknown.test' })).status).toBe(404)
})

test('a public host counts if the instance knows it', async () => {
  const headers = { 'x-zitadel-public-host': 'login.example' }
  expect((await metadataOf(headers)).status).toBeGreaterThanOrEqual(400)
  await server.rest('POST', `/v2beta/instances/${server.first.instanceId}/trusted-domains`, {
    body: { domain: 'login.example' },
  })
  expect((await metadataOf(headers)).json).toMatchObject({ issuer: 'http://login.example' })
})

test('RFC 8414 has the same metadata', async () => {
  const { json } = await metadataOf({}, '/.well-known/oauth-authorization-server')
  expect(json).toEqual(own)
})

test('pages of any origin may read it without credentials, and no cache keeps it', async () => {
  for (const path of [discovery, '/oauth/v2/keys']) {
    const { headers } = await metadataOf({ origin: 'https://app.example' }, path)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    expect(headers.get('cache-control')).toBe(
      path === discovery ? 'no-store' : 'max-age=300, must-revalidate',
    )
  }
})

describe('the metadata is true', () => {
  const addresses = Object.entries(own).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name))

  test.each(addresses)('%s is served', async (_, address) => {
    const url = String(address)
    expect(url.startsWith(`${server.url}/`)).toBe(true)
    const replies = await Promise.all(
      ['GET', 'POST'].map((method) => fetch(url, { method, redirect: 'manual' })),
    )
    expect(replies.some(({ status }) => status !== 404 && status !== 405)).toBe(true)
  })

  test('every grant type is known to the token endpoint, except for that of authorize alone', async () => {
    const types = listOf('grant_types_supported').filter((type) => type !== 'implicit')
    for (const type of [...types, 'unknown']) {
      const body = new URLSearchParams({ grant_type: type })
      const reply = await fetch(`${server.url}/oauth/v2/token`, { method: 'POST', body })
      const { error } = (await reply.json()) as { error: string }
      expect([type, error === 'unsupported_grant_type']).toEqual([type, type === 'unknown'])
    }
  })

  test('plain is not offered, and introspection needs a client that authenticates', () => {
    expect(listOf('code_challenge_methods_supported')).not.toContain('plain')
    expect(listOf('introspection_endpoint_auth_methods_supported')).not.toContain('none')
  })

  test('no member is empty', () => {
    for (const value of Object.values(own)) expect(value).not.toEqual([])
  })
})

test('languages are those that the instance allows', async () => {
  expect(listOf('ui_locales_supported').length).toBeGreaterThan(2)
  await server.client(AdminService).setRestrictions({ allowedLanguages: { list: ['en', 'de'] } })
  expect((await metadataOf()).json).toMatchObject({ ui_locales_supported: ['en', 'de'] })
})

test('certificates are offered only where they can be seen', async () => {
  expect(listOf('token_endpoint_auth_methods_supported')).not.toContain('tls_client_auth')
  expect(own).not.toHaveProperty('tls_client_certificate_bound_access_tokens')
})
