import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson } from './hostedPeople.ts'
import { addOidcApp, authorizePath } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'

const server = await testServer()
const { instanceId } = server.first
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const admin = server.client(AdminService)
const management = server.client(ManagementService)
const users = server.client(UserService)
const instances = server.client(InstanceService)

/** Opens a login of the app at the password page of a name; a browser without cookies sees it as `show` does. */
async function passwordPage(loginName: string) {
  const { url } = await pageClient(server.url).open(authorizePath(app, { state: 'st' }))
  const query = new URLSearchParams({ requestId: url.searchParams.get('requestId') ?? '', loginName })
  const path = `/ui/v2/login/password?${query}`
  const show = async () => {
    const reply = await fetch(server.url + path, { redirect: 'manual' })
    return { status: reply.status, text: await reply.text() }
  }
  await show()
  const first = await show()
  return { show, first }
}

test('a page that was shown before shows every change of what it follows from', async () => {
  const { userId, username } = await hostedPerson(server)
  const { show, first } = await passwordPage(username)
  expect(first).toMatchObject({ status: 200, text: expect.stringContaining('password/reset') })
  const policy = { allowUsernamePassword: true, allowRegister: true, passwordlessType: 1 }
  const changes: readonly [name: string, change: () => Promise<unknown>, expected: object][] = [
    [
      'the name of the instance',
      () => instances.updateInstance({ instanceId, instanceName: 'Renamed' }),
      { status: 200, text: expect.stringContaining('Renamed') },
    ],
    [
      'the login policy',
      () => admin.updateLoginPolicy({ ...policy, hidePasswordReset: true }),
      { status: 200, text: expect.not.stringContaining('password/reset') },
    ],
    [
      'the texts',
      () => management.setCustomLoginText({ language: 'en', passwordText: { title: 'Say the word' } }),
      { status: 200, text: expect.not.stringContaining('Say the word') },
    ],
    [
      'the texts of the instance',
      () => admin.setCustomLoginText({ language: 'en', passwordText: { title: 'Speak, friend' } }),
      { status: 200, text: expect.stringContaining('Speak, friend') },
    ],
    [
      'the name of the app',
      () => management.updateApp({ projectId: app.projectId, appId: app.appId, name: 'Other name' }),
      { status: 200, text: expect.stringContaining('Other name') },
    ],
    ['a deactivated person', () => users.deactivateUser({ userId }), { status: 303 }],
    ['a reactivated person', () => users.reactivateUser({ userId }), { status: 200 }],
    ['another username', () => users.updateHumanUser({ userId, username: 'renamed' }), { status: 303 }],
    ['the name for somebody else', () => hostedPerson(server, username), { status: 200 }],
    ['a removed app', () => management.deactivateApp({ projectId: app.projectId, appId: app.appId }), {}],
  ]
  for (const [name, change, expected] of changes) {
    await change()
    expect(await show(), name).toMatchObject(expected)
    expect(await show(), name).toMatchObject(expected)
  }
  await admin.updateLoginPolicy(policy)
  await management.reactivateApp({ projectId: app.projectId, appId: app.appId })
})

test('a page for a name that nobody has shows who gets it', async () => {
  const { show, first } = await passwordPage('nobody-yet')
  expect(first.status).toBe(303)
  await hostedPerson(server, 'nobody-yet')
  expect((await show()).status).toBe(200)
})

test('an address is nobody’s any more once two people have it', async () => {
  const { loginName } = await hostedPerson(server, 'shared')
  const { show, first } = await passwordPage(loginName)
  expect(first.status).toBe(200)
  const { userId } = await hostedPerson(server, 'second')
  await users.setEmail({ userId, email: loginName, verification: { case: 'isVerified', value: true } })
  expect((await show()).status).toBe(303)
})

test('no page is older than a change that was over before it was asked for', async () => {
  const { show } = await passwordPage((await hostedPerson(server)).username)
  let written = -1
  let isDone = false
  const older: string[] = []
  const readers = Array.from({ length: 4 }, async () => {
    while (!isDone) {
      const before = written
      const [, shown = '-1'] = /<title>.* – Name (\d+)</.exec((await show()).text) ?? []
      if (Number(shown) < before) older.push(`${shown} after ${before}`)
    }
  })
  try {
    for (let at = 0; at < 10; at++) {
      await instances.updateInstance({ instanceId, instanceName: `Name ${at}` })
      written = at
    }
  } finally {
    isDone = true
  }
  await Promise.all(readers)
  expect(older).toEqual([])
  expect((await show()).text).toContain('Name 9')
})

test('each page has a nonce of its own', async () => {
  const { show } = await passwordPage((await hostedPerson(server)).username)
  const nonces = []
  for (let at = 0; at < 40; at++) nonces.push(/nonce="([^"]{22}==)"/.exec((await show()).text)?.[1])
  expect(nonces).not.toContain(undefined)
  expect(new Set(nonces).size).toBe(40)
})
