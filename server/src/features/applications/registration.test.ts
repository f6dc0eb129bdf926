import { expect, test } from 'vitest'
import { isRefusal } from '../../kernel/refusal.ts'
import { type Registration, readRegistration, registrationOf } from './registration.ts'

const web = { redirect_uris: ['https://app.example.com/cb'] }
const read = (json: object) => readRegistration(json) as Registration
const codeOf = (json: unknown) => {
  const outcome = readRegistration(json)
  return isRefusal(outcome) ? outcome.code.replace('applications.', '') : 'accepted'
}

test('the defaults are those of RFC 7591, and unknown members are ignored', () => {
  const { name, config } = read({ ...web, client_name: ' Shop ', scope: 'openid', unknown: 1 })
  expect(name).toBe('Shop')
  expect(config).toMatchObject({
    appType: 'web',
    authMethod: 'basic',
    grantTypes: ['authorization_code'],
    responseTypes: ['code'],
    devMode: false,
    metadata: {},
  })
})

test.each([
  ['http://127.0.0.1:33418/', 'native'],
  ['http://localhost/cb', 'native'],
  ['cursor://anysphere.cursor/cb', 'native'],
  ['https://app.example.com/cb', 'user_agent'],
])('a public client with %s is a %s app', (uri, appType) => {
  const { config } = read({ redirect_uris: [uri], token_endpoint_auth_method: 'none' })
  expect([config.appType, config.authMethod]).toEqual([appType, 'none'])
})

test.each([
  'http://app.example.com/cb',
  'https://app.example.com/cb#x',
  'https://user@app.example.com/cb',
  'javascript:alert(1)',
  'data:text/html,x',
  '/cb',
])('%s is no redirect URI for a client that registers itself', (uri) => {
  expect(codeOf({ redirect_uris: [uri] })).toBe('registration_uri_invalid')
  expect(codeOf({ redirect_uris: [uri], application_type: 'native' })).toBe('registration_uri_invalid')
})

test('a pattern is a text, because registered clients have no dev mode', () => {
  expect(read({ redirect_uris: ['https://app.example.com/*'] }).config.devMode).toBe(false)
})

test.each<[string, object | string, string]>([
  ['no object', 'x', 'registration_invalid'],
  ['no redirect URI', {}, 'registration_uri_missing'],
  [
    'a device without redirect URI',
    { grant_types: ['urn:ietf:params:oauth:grant-type:device_code'], response_types: [] },
    'accepted',
  ],
  ['an unknown grant', { ...web, grant_types: ['password'] }, 'registration_invalid'],
  ['an unknown method', { ...web, token_endpoint_auth_method: 'client_secret_jwt' }, 'registration_invalid'],
  ['keys at a URL', { ...web, jwks_uri: 'https://app.example.com/jwks' }, 'registration_invalid'],
  [
    'private_key_jwt without keys',
    { ...web, token_endpoint_auth_method: 'private_key_jwt' },
    'registration_jwks_missing',
  ],
  ['mTLS without a subject', { ...web, token_endpoint_auth_method: 'tls_client_auth' }, 'metadata_invalid'],
  ['101 redirect URIs', { redirect_uris: Array(101).fill('https://a.example.com') }, 'registration_invalid'],
  ['a name of 201 characters', { ...web, client_name: 'x'.repeat(201) }, 'registration_invalid'],
])('%s', (_, json, code) => {
  expect(codeOf(json)).toBe(code)
})

test('what was registered is returned under the same names', () => {
  const metadata = {
    ...web,
    client_name: 'Shop',
    post_logout_redirect_uris: ['https://app.example.com/bye'],
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_san_dns: 'app.example.com',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: 'web',
    backchannel_logout_uri: 'https://app.example.com/logout',
    dpop_bound_access_tokens: true,
  }
  expect(registrationOf(read(metadata))).toEqual(metadata)
  expect(registrationOf(read({ ...web, token_endpoint_auth_method: 'client_secret_post' }))).toMatchObject({
    token_endpoint_auth_method: 'client_secret_post',
  })
})
