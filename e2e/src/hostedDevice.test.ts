import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { OIDCGrantType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson } from './hostedPeople.ts'
import { addOidcApp } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'

const server = await testServer()
const settings = {
  loginVersion: {},
  grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE, OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN],
}
const app = await addOidcApp(server, { oidc: settings })

async function send(path: string, form: Record<string, string>, { clientId, clientSecret } = app) {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const response = await fetch(server.url + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { authorization },
  })
  return (await response.json()) as Record<string, string>
}

const begin = (of = app) =>
  send('/oauth/v2/device_authorization', { scope: 'openid profile urn:unknown:scope' }, of)
const poll = (deviceCode = '') =>
  send('/oauth/v2/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: deviceCode,
  })

test('a person allows a device after the login, by a button and never by opening a page', async () => {
  const { loginName, password } = await hostedPerson(server)
  const codes = await begin()
  const phone = pageClient(server.url)
  const code = await phone.open(
    `${new URL(codes['verification_uri_complete'] ?? '').pathname}?user_code=${codes['user_code']}`,
  )
  expect(code.url.pathname).toBe('/ui/v2/login/device')
  await phone.submit({})
  await phone.submit({ loginName })
  const consent = await phone.submit({ password })
  expect(consent.url.pathname).toBe('/ui/v2/login/device/consent')
  expect(consent.text).toContain(codes['user_code'])
  expect(consent.text).toContain('see your name')
  expect(consent.text).not.toContain('urn:unknown')
  await phone.open(consent.url.href)
  expect((await poll(codes['device_code']))['error']).toBe('authorization_pending')
  const done = await phone.submit({}, 'allow')
  expect(done.text).toContain('Your device is connected')
  const answered = await phone.open(consent.url.href)
  expect(answered.status).toBe(400)
  expect(answered.text).toContain('finished already')
})

test('a device whose application was deactivated meanwhile is not allowed, and its person reads why', async () => {
  const { loginName, password } = await hostedPerson(server)
  const other = await addOidcApp(server, { oidc: settings })
  const { user_code = '' } = await begin(other)
  const phone = pageClient(server.url)
  await phone.open('/device')
  await phone.submit({ user_code })
  await phone.submit({ loginName })
  await phone.submit({ password })
  const { projectId, appId: id } = other
  await server.client(AppService).deactivateApplication({ projectId, id })
  const refused = await phone.submit({}, 'allow')
  expect([refused.status, refused.text]).toEqual([
    400,
    expect.stringContaining('This application is deactivated at the moment'),
  ])
})

test('a denied device learns it', async () => {
  const { loginName, password } = await hostedPerson(server)
  const codes = await begin()
  const phone = pageClient(server.url)
  await phone.open('/device')
  await phone.submit({ user_code: (codes['user_code'] ?? '').toLowerCase() })
  await phone.submit({ loginName })
  await phone.submit({ password })
  expect((await phone.submit({}, 'deny')).text).toContain('You denied the request')
  expect((await poll(codes['device_code']))['error']).toBe('access_denied')
})

test('a wrong code says so and keeps what was entered', async () => {
  const phone = pageClient(server.url)
  await phone.open('/device')
  const again = await phone.submit({ user_code: 'BCDF-GHJK' })
  expect(again.status).toBe(400)
  expect(again.text).toContain('BCDF-GHJK')
})

test('the buttons of another browser answer nothing', async () => {
  const { loginName, password } = await hostedPerson(server)
  const codes = await begin()
  const phone = pageClient(server.url)
  await phone.open('/device')
  await phone.submit({ user_code: codes['user_code'] ?? '' })
  await phone.submit({ loginName })
  const consent = await phone.submit({ password })
  const stranger = pageClient(server.url)
  const sent = await stranger.send(consent.url.href, {
    method: 'POST',
    body: new URLSearchParams({ action: 'allow' }),
    headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
  })
  expect([sent.status, new URL(sent.headers.get('location') ?? '', server.url).pathname]).toEqual([
    303,
    '/ui/v2/login/loginname',
  ])
  expect((await poll(codes['device_code']))['error']).toBe('authorization_pending')
})
