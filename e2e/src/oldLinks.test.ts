import { request } from 'node:http'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'

const server = await testServer()

/** Sends a request target as it is, which fetch would normalize. */
const get = (path: string, host = 'localhost') =>
  new Promise<readonly [number | undefined, string | undefined]>((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, headers: { host } }, (response) => {
      response.resume()
      resolve([response.statusCode, response.headers.location])
    })
      .once('error', reject)
      .end()
  })

test.each([
  ['/ui/login', '/ui/v2/login/loginname'],
  ['/ui/login/', '/ui/v2/login/loginname'],
  ['/ui/login/login?authRequestID=V2_1', '/ui/v2/login/login?requestId=oidc_V2_1'],
  [
    '/ui/login/mail/verification?userID=u1&code=A1&orgID=o1',
    '/ui/v2/login/verify?userId=u1&code=A1&organization=o1',
  ],
  [
    '/ui/login/login/passwordless/init?userID=u1&orgID=o1&codeID=c1&code=A1',
    '/ui/v2/login/passkey/set?userId=u1&organization=o1&codeId=c1&code=A1',
  ],
  ['/ui/login/nothing/here', '/ui/v2/login/loginname'],
  ['/ui/v2/login', '/ui/v2/login/loginname'],
  ['/ui/v2/login/', '/ui/v2/login/loginname'],
  ['/ui/v2/login/ui/v2/login/verify?code=A1', '/ui/v2/login/verify?code=A1'],
  ['/ui/v2/login/ui/v2/login', '/ui/v2/login/loginname'],
  ['/ui/v2/login/otp/verify?code=1&userID=u1', '/ui/v2/login/otp/email?code=1&userId=u1'],
  ['/ui/v2/login/idp?requestId=oidc_V2_1', '/ui/v2/login/loginname?requestId=oidc_V2_1'],
  ['/ui/v2/login/idp/google/success?id=1&token=x', '/ui/v2/login/loginname'],
  ['/ui/v2/login/saml-post?url=https://evil.example&id=1', '/ui/v2/login/loginname'],
  ['/ui/v2/login/nothing/here', '/ui/v2/login/loginname'],
  ['/ui/account/', '/ui/account'],
  ['/ui/account/nothing', '/ui/account'],
  ['/device?user_code=BCDF-GHJK', '/ui/v2/login/device?user_code=BCDF-GHJK'],
  ['/.well-known/change-password', '/ui/account/password'],
])('%s leads to the page of today', async (path, to) => {
  expect(await get(path)).toEqual([303, to])
})

test.each([
  '/ui/login//evil.example',
  '/ui/login///evil.example/%2e%2e',
  '/ui/login/%0d%0aset-cookie:a=b',
  '/ui/login/login?authRequestID=%0d%0alocation:https://evil.example',
  '/ui/v2/login/ui/v2/login//evil.example',
  '/ui/v2/login/ui/v2/login/%5cevil.example',
  '/device?user_code=x&redirect_uri=https://evil.example&next=//evil.example',
])('%s leads to no other host', async (path) => {
  const [status, to = ''] = await get(path)
  expect(status).toBe(303)
  expect(new URL(to, server.url).origin).toBe(server.url)
  expect(to).toMatch(/^\/ui\/v2\/login\/[a-z/]+(\?(requestId|user_code)=[^&]*)?$/)
})

test('a host that no instance has is refused, and a link is followed by GET only', async () => {
  expect((await get('/ui/login', 'evil.example'))[0]).toBe(404)
  const { status } = await fetch(`${server.url}/ui/login/login`, { method: 'POST', redirect: 'manual' })
  expect(status).toBe(404)
})
