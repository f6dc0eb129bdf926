import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addOidcApp } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'

const server = await testServer()
const password = 'Correct-Horse-7'

async function addPerson(name: string) {
  const { userId } = await server.client(UserService).addHumanUser({
    username: name,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email: `${name}@example.test`, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password, changeRequired: false } },
  })
  return userId
}

test('an application gets a person back who has named and proved themselves', async () => {
  const userId = await addPerson('ada')
  await server.client(UserService).humanMFAInitSkipped({ userId })
  const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
  const browser = pageClient(server.url)
  const query = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: 'https://app.example.test/callback',
    response_type: 'code',
    scope: 'openid',
    state: 'st',
  })
  const named = await browser.open(`/oauth/v2/authorize?${query}`)
  expect(named.url.pathname).toBe('/ui/v2/login/loginname')
  const asked = await browser.submit({ loginName: 'ada@example.test' })
  expect([asked.url.pathname, asked.status]).toEqual(['/ui/v2/login/password', 200])
  const wrong = await browser.submit({ password: 'wrong' })
  expect(wrong.status).toBe(400)
  expect(wrong.text).toContain('password')
  const back = await browser.submit({ password })
  expect(back.text).toContain('https://app.example.test/callback?code=')
})
