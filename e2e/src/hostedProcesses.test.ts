import type { DescService } from '@bufbuild/protobuf'
import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../server/src/database/database.ts'
import { startListener } from '../../server/src/http/listener.ts'
import { openProduct } from '../../server/src/product.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson, logIn } from './hostedPeople.ts'
import { type AddedApp, addOidcApp, authorizePath, callbackUri } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'

const server = await testServer()
const { instanceId } = server.first
const { config, logger, clock } = server.product.deps
/** Another process on the same database: the one that serves the pages hears of its changes from the log alone. */
const database = openDatabase({ url: server.testDatabase.url })
const other = await openProduct({ config, database, masterKey: Buffer.alloc(32, 7), logger, clock })
afterAll(async () => {
  await other.close()
  await database.close()
})

/** The contract's methods in the other process, for an owner of the instance. */
function elsewhere<S extends DescService>(service: S) {
  const owner = { scope: 'instance', aggregateId: instanceId, roles: ['IAM_OWNER'] } as const
  const principal = { kind: 'system', name: 'owner', memberships: [owner] } as const
  return other.inProcess.client(service, { ...pageCall(server), principal })
}

const users = elsewhere(UserService)
const policy = { allowUsernamePassword: true, allowRegister: true, passwordlessType: 1 }

/** Opens a page twice, so that everything about it is kept, and returns how to open it again. */
async function keptPage(path: string, browser = pageClient(server.url)) {
  const show = async () => {
    const reply = await browser.send(path)
    return { status: reply.status, text: await reply.text() }
  }
  await show()
  expect((await show()).status).toBe(200)
  return show
}

test('a page is never older than a change that another process has acknowledged', async () => {
  const { userId, username } = await hostedPerson(server)
  const show = await keptPage(`/ui/v2/login/password?loginName=${username}`)
  await elsewhere(AdminService).updateLoginPolicy({ ...policy, hidePasswordReset: true })
  expect((await show()).text).not.toContain('password/reset')
  await elsewhere(AdminService).updateLoginPolicy(policy)
  expect((await show()).text).toContain('password/reset')
  await users.deactivateUser({ userId })
  expect((await show()).status).toBe(303)
  await users.reactivateUser({ userId })
  expect((await show()).status).toBe(200)
  await users.updateHumanUser({ userId, username: `${username}-renamed` })
  expect((await show()).status).toBe(303)
})

test('a browser holds nothing any more once another process has ended its session or removed the person', async () => {
  for (const ends of ['session', 'person'] as const) {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    const { url } = await logIn(browser, person, '/ui/v2/login/loginname')
    const sessionId = url.searchParams.get('sessionId') ?? ''
    const show = await keptPage(`/ui/account?sessionId=${sessionId}`, browser)
    if (ends === 'session') await elsewhere(SessionService).deleteSession({ sessionId })
    else await users.deleteUser({ userId: person.userId })
    expect((await show()).status, ends).toBe(303)
  }
})

test('an application that another process has changed gets no answer and no error of this one, which has kept it', async () => {
  const apps = elsewhere(ApplicationService)
  const signedIn = pageClient(server.url)
  await logIn(signedIn, await hostedPerson(server), '/ui/v2/login/loginname')
  const redirectUris = ['https://elsewhere.example.test/callback']
  const changes = [
    ({ projectId, appId: applicationId }: AddedApp) =>
      apps.deactivateApplication({ projectId, applicationId }),
    ({ projectId, appId: applicationId }: AddedApp) =>
      apps.updateApplication({
        projectId,
        applicationId,
        applicationType: { case: 'oidcConfiguration', value: { redirectUris } },
      }),
  ]
  for (const change of changes) {
    for (const browser of [signedIn, pageClient(server.url)]) {
      const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
      const begin = async () =>
        (await browser.send(authorizePath(app, { prompt: 'none' }))).headers.get('location') ?? ''
      for (let round = 0; round < 2; round++) {
        expect((await browser.open(await begin())).url.href).toMatch(callbackUri)
      }
      const asked = await begin()
      await change(app)
      const { url, status } = await browser.open(asked)
      expect([url.origin, status]).toEqual([server.url, 400])
    }
  }
})

test('a guess counts against a user whom another process has changed since this one committed to them', async () => {
  const person = await hostedPerson(server)
  const browser = pageClient(server.url)
  await browser.open(`/ui/v2/login/password?loginName=${person.username}`)
  await browser.submit({ password: 'wrong' })
  await users.setPassword({
    userId: person.userId,
    newPassword: { password: 'Another-Horse-8' },
  })
  await browser.submit({ password: person.password })
  expect(browser.page.status).toBe(400)
  await browser.submit({ password: 'Another-Horse-8' })
  expect(browser.page.url.searchParams.get('sessionId')).not.toBeNull()
})

test('a login and the pages of an account go on in a server that was started meanwhile', async () => {
  const { dispatch, endpoints } = other
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    dispatch,
    endpoints,
    logger,
    clock,
    ready: async () => undefined,
  })
  try {
    const started = `http://localhost:${listener.port}`
    const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
    const person = await hostedPerson(server)
    const before = pageClient(server.url)
    await before.open(authorizePath(app, { state: 'kept' }))
    const { url } = await before.submit({ loginName: person.loginName })
    // The form was shown by the server of before.
    const after = pageClient(started, before.cookies)
    const sent = await after.send(url.pathname + url.search, {
      method: 'POST',
      body: new URLSearchParams({ password: person.password }),
      headers: { origin: started, 'sec-fetch-site': 'same-origin' },
    })
    expect([sent.status, await sent.text()]).toEqual([200, expect.stringContaining(`${callbackUri}?code=`)])
    expect((await after.open('/ui/account')).url.pathname).toBe('/ui/account')
    const profile = await before.open('/ui/account/profile')
    const saved = await after.send(profile.url.pathname + profile.url.search, {
      method: 'POST',
      body: new URLSearchParams({ givenName: 'Grace', familyName: 'Hopper' }),
      headers: { origin: started, 'sec-fetch-site': 'same-origin' },
    })
    expect([saved.status, saved.headers.get('location')]).toEqual([303, expect.stringContaining('done')])
  } finally {
    await listener.close()
  }
})
