import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf } from './factors.ts'
import { addClientMachine, addOidcProject } from './oidcFixtures.ts'
import { requestToken } from './oidcForms.ts'

const server = await testServer()
const form = 'application/x-www-form-urlencoded'

const endpoints = [
  ['POST', '/oauth/v2/token', 'grant_type=client_credentials'],
  ['POST', '/oauth/v2/device_authorization', 'client_id=x'],
  ['POST', '/oauth/v2/par', 'client_id=x'],
  ['POST', '/oauth/v2/revoke', 'token=x'],
  ['POST', '/oauth/v2/introspect', 'token=x'],
  ['POST', '/oauth/v2/register', '{}'],
  ['DELETE', '/oauth/v2/register/x'],
  ['GET', '/oauth/v2/authorize'],
  ['GET', '/oauth/v2/keys'],
  ['GET', '/oidc/v1/userinfo'],
  ['GET', '/oidc/v1/end_session'],
  ['GET', '/.well-known/openid-configuration'],
] as const

test.each(endpoints)('%s %s refuses headers of ours that it does not support', async (...endpoint) => {
  const [method, path, body] = endpoint
  for (const [name, value] of [
    ['x-sallyport-dry-run', 'yes'],
    ['x-sallyport-dry-run', 'true'],
    ['x-sallyport-dryrun', 'true'],
    ['x-sallyport-fresh-proof', '5'],
    ['x-sallyport-reason', '%'],
  ] as const) {
    const type = body === '{}' ? 'application/json' : form
    const headers = { ...(body && { 'content-type': type }), [name]: value }
    const reply = await fetch(server.url + path, { method, headers, ...(body && { body }) })
    expect([reply.status, await reply.json()]).toEqual([
      400,
      { error: 'invalid_request', error_description: expect.stringContaining(name) },
    ])
  }
})

test('a page of the login refuses them as well', async () => {
  const headers = { 'x-sallyport-dry-run': 'true' }
  const reply = await fetch(`${server.url}/ui/v2/login/logout/done`, { headers })
  expect([reply.status, await reply.text()]).toEqual([
    400,
    expect.stringContaining('x-sallyport-dry-run is not supported here'),
  ])
})

test('the token endpoint issues no tokens for a dry run, but does without one', async () => {
  const { basic } = await addClientMachine(server)
  const ask = async (dryRun: string) => {
    const before = await eventCount()
    const headers = { 'x-sallyport-dry-run': dryRun }
    const grant = { grant_type: 'client_credentials', scope: 'openid' }
    const { status } = await requestToken(server, grant, { basic, headers })
    return [status, (await eventCount()) > before]
  }
  expect(await ask('people')).toEqual([400, false])
  expect(await ask('false')).toEqual([200, true])
})

test('the log keeps the reason of a registration', async () => {
  const { projectId } = await addOidcProject(server, { settings: { dynamicRegistration: true } })
  const { status } = await fetch(`${server.url}/oauth/v2/register?project_id=${projectId}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.adminToken}`,
      'content-type': 'application/json',
      'x-sallyport-reason': 'new%20agent',
    },
    body: JSON.stringify({ client_name: 'Agent', redirect_uris: ['https://agent.example/callback'] }),
  })
  expect(status).toBe(201)
  expect(await eventsOf(server, projectId)).toContainEqual({
    type: 'reason.given',
    payload: { reason: 'new agent' },
  })
})

async function eventCount(): Promise<number> {
  const [row] = await server.testDatabase.database.query<{ n: string }>('select count(*) as n from events')
  return Number(row?.n)
}
