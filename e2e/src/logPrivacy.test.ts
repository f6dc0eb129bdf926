import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addOidcApp, authorizePath } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'
import { addPerson, byId, password } from './people.ts'
import { addOrg, outcome } from './tenants.ts'
import { aHuman } from './userFixtures.ts'

const lines: string[] = []
const server = await testServer({ onLogLine: (line) => lines.push(line) })

interface Line {
  readonly level: number
  readonly code?: string
}

test('refusals are debug lines without names, addresses, statements or values', async () => {
  const ada = await addPerson(server)
  const { name } = await addOrg(server, 'Lovelace Ltd')
  const users = server.client(UserService)
  const byName = { user: { search: { case: 'loginName' as const, value: 'nobody@person.test' } } }
  lines.length = 0
  const outcomes = await Promise.all(
    [
      users.addHumanUser({ ...aHuman(), username: ada.username }),
      server.rest('POST', '/v2/users/human', { body: { ...aHuman(), username: ada.username } }),
      server.client(ManagementService).addOrg({ name }),
      server.client(SessionService).createSession({ checks: byName }),
      server.client(SessionService).createSession({
        checks: { ...byId(ada.userId), password: { password: 'Wrong-Horse-1' } },
      }),
      users.addHumanUser({ ...aHuman(), username: 'nul\u0000@person.test' }),
    ].map(outcome),
  )
  expect(outcomes.filter((result) => result === 'ok')).toHaveLength(1)
  const logged = lines.map((line) => JSON.parse(line) as Line)
  expect(logged.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['user.username_taken', 'organizations.domain_taken', 'session.user_not_found']),
  )
  expect(logged.filter(({ level }) => level > 20)).toEqual([])
  expect(lines.join('')).not.toMatch(/@|Lovelace|Horse|select |insert |Key \(/)
})

test('names in the addresses of logins are not logged', async () => {
  const ada = await addPerson(server)
  const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
  const browser = pageClient(server.url)
  lines.length = 0
  for (const more of [{}, { prompt: 'none' }, { scope: '' }, { client_id: 'nobody' }]) {
    await browser.open(authorizePath(app, { login_hint: ada.username, ...more }))
  }
  await browser.open(authorizePath(app, { login_hint: ada.username }))
  expect(browser.page.url.searchParams.get('loginName')).toBe(ada.username)
  await browser.submit({ password: 'Wrong-Horse-1' })
  await browser.submit({ password })
  expect(lines.join('')).not.toMatch(/@|%40|Lovelace|Horse|login_hint|loginName/)
})

test('a client that leaves in the middle of its body is no internal error', async () => {
  lines.length = 0
  const socket = connect(server.port, '127.0.0.1')
  const head =
    'POST /oauth/v2/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded'
  socket.write(`${head}\r\ncontent-length: 100\r\n\r\ngrant_type`)
  await wait(300)
  socket.destroy()
  await wait(300)
  expect(lines.map((line) => JSON.parse(line) as Line).filter(({ level }) => level >= 50)).toEqual([])
})
