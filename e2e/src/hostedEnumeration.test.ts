import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson } from './hostedPeople.ts'
import { addOidcApp, callbackUri } from './oidcLogin.ts'
import { pageClient, type ShownPage } from './pageClient.ts'
import { addOrg } from './tenants.ts'

const server = await testServer()
const users = server.client(UserService)
const admin = server.client(AdminService)
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
await admin.updateLockoutPolicy({ maxPasswordAttempts: 2 })
const policy = {
  allowUsernamePassword: true,
  allowRegister: true,
  allowExternalIdp: true,
  passwordlessType: 1,
}
await admin.updateLoginPolicy({ ...policy, ignoreUnknownUsernames: true })

/** Everybody whom a stranger may not tell from nobody, by their login names. */
async function everyKind(): Promise<Readonly<Record<string, string>>> {
  const [known, locked, inactive, withoutPassword] = [
    await hostedPerson(server),
    await hostedPerson(server),
    await hostedPerson(server),
    await hostedPerson(server),
  ]
  await users.lockUser({ userId: locked.userId })
  await users.deactivateUser({ userId: inactive.userId })
  const { userId } = await users.addHumanUser({
    username: `bare-${withoutPassword.userId}`,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email: `bare-${withoutPassword.userId}@example.test` },
  })
  const machine = await server
    .client(ManagementService)
    .addMachineUser({ userName: 'engine-room', name: 'Robot' })
  const { orgId, headers } = await addOrg(server)
  const abroad = await server.client(UserService, { headers }).addHumanUser({
    username: `abroad-${orgId}`,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email: `abroad-${orgId}@example.test`, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password: known.password, changeRequired: false } },
  })
  const nameOf = async (id: string) =>
    (await users.getUserByID({ userId: id })).user?.preferredLoginName ?? ''
  return {
    nobody: 'nobody@example.test',
    known: known.loginName,
    locked: locked.loginName,
    inactive: inactive.loginName,
    'without a password': await nameOf(userId),
    machine: await nameOf(machine.userId),
    'of another organization': await nameOf(abroad.userId),
  }
}

const names = await everyKind()

/** What a stranger sees of a page, apart from the name, ids and random values that they have sent or received themselves. */
function seen(shown: ShownPage, name: string): string {
  const { status, headers, text, url } = shown
  const kept = ['content-type', 'cache-control', 'set-cookie', 'retry-after', 'referrer-policy']
  const page = text
    .replaceAll(name, 'NAME')
    .replaceAll(encodeURIComponent(name), 'NAME')
    .replaceAll(/nonce="[^"]*"/g, '')
    .replaceAll(/(requestId=)[\w-]+/g, '$1ID')
    .replaceAll(/data-options="[^"]*"/g, '')
    .replaceAll(/<span class="initial"[^>]*>.<\/span>/g, '')
    .replaceAll(/[\da-f-]{20,}/g, 'ID')
  return JSON.stringify([status, url.pathname, kept.map((one) => headers.get(one)), page])
}

async function walk(name: string) {
  const browser = pageClient(server.url)
  const query = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: callbackUri,
    response_type: 'code',
    scope: `openid urn:zitadel:iam:org:id:${server.first.orgId}`,
  })
  await browser.open(`/oauth/v2/authorize?${query}`)
  const asked = await browser.submit({ loginName: name })
  const first = await browser.submit({ password: 'wrong' })
  const second = await browser.submit({ password: 'wrong' })
  const third = await browser.submit({ password: 'Correct-Horse-7!' })
  const byKey = await browser.open(`/ui/v2/login/passkey${asked.url.search}`)
  return [asked, first, second, third, byKey].map((page) => seen(page, name))
}

test('with ignoreUnknownUsernames every name looks alike on every page, also when it gets locked', async () => {
  const unknown = await walk(names['nobody'] ?? '')
  expect(unknown[1]).toContain('The name or the password is wrong.')
  for (const [kind, name] of Object.entries(names)) {
    expect({ kind, pages: await walk(name) }).toEqual({ kind, pages: unknown })
  }
})

test('every wrong password is answered at the same beat', async () => {
  const times: Record<string, number[]> = {}
  for (let round = 0; round < 3; round += 1) {
    for (const [kind, name] of Object.entries(names)) {
      const browser = pageClient(server.url)
      await browser.open(`/ui/v2/login/password?loginName=${encodeURIComponent(name)}`)
      const start = performance.now()
      await browser.submit({ password: 'wrong' })
      times[kind] = [...(times[kind] ?? []), performance.now() - start]
    }
  }
  const shortest = Object.values(times).map((one) => Math.min(...one))
  expect(Math.min(...shortest)).toBeGreaterThanOrEqual(245)
})

test('every request for a reset link is answered at the same beat', async () => {
  const times: Record<string, number> = {}
  for (const [kind, name] of Object.entries(names)) {
    const browser = pageClient(server.url)
    await browser.open('/ui/v2/login/password/reset')
    const start = performance.now()
    const shown = await browser.submit({ loginName: name })
    expect([kind, shown.url.searchParams.has('sent')]).toEqual([kind, true])
    times[kind] = performance.now() - start
  }
  expect(Math.min(...Object.values(times)), JSON.stringify(times)).toBeGreaterThanOrEqual(245)
})

test('a person of such an instance logs in as ever', async () => {
  const person = await hostedPerson(server)
  const browser = pageClient(server.url)
  await browser.open('/ui/v2/login/loginname')
  await browser.submit({ loginName: person.loginName })
  const shown = await browser.submit({ password: person.password })
  expect(shown.url.pathname).toBe('/ui/v2/login/signedin')
})
