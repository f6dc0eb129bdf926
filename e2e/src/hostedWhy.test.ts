import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { hostedPerson, logIn, offeredPerson } from './hostedPeople.ts'
import { addOidcApp, authorizePath } from './oidcLogin.ts'
import { type PageClient, pageClient } from './pageClient.ts'

/** "Why am I asked?": each page of a login names the rule that demands it, and who set the rule. */
const clock = testClock()
const server = await testServer({ clock })
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const policy = { allowUsernamePassword: true, allowRegister: true, passwordlessType: 1, secondFactors: [1] }

const whyOn = ({ page }: PageClient) => [
  page.url.pathname.replace('/ui/v2/login/', ''),
  page.document.querySelectorAll('details.why :is(p, li)').map(({ text }) => text.trim()),
]

test('a proof, the person’s own second step, and what the application asks for', async () => {
  const person = await hostedPerson(server)
  const key = await addApp(server, person.userId)
  const browser = pageClient(server.url)
  await browser.open(authorizePath(app))
  await browser.submit({ loginName: person.loginName })
  expect(whyOn(browser)).toEqual(['password', ['Every sign-in starts with a proof that it is you.']])
  await browser.submit({ password: person.password })
  const own = ['This account has a second step. This is a setting of your account.']
  expect(whyOn(browser)).toEqual(['otp/time-based', own])
  clock.advance(30)
  await browser.submit({ code: codeAt(key, clock.now()) })
  clock.advance(120)
  await browser.open(authorizePath(app, { max_age: '60' }))
  const [page, reasons] = whyOn(browser)
  expect([page, reasons]).toEqual([
    'password',
    [expect.stringMatching(/not older than 1 minute\. The application asked for this\.$/)],
  ])
})

test('a password that an administrator wants changed', async () => {
  const person = await hostedPerson(server)
  await server.client(UserService).setPassword({
    userId: person.userId,
    newPassword: { password: person.password, changeRequired: true },
  })
  const browser = pageClient(server.url)
  await logIn(browser, person, authorizePath(app))
  const reason = 'An administrator wants this password to be changed. This is a setting of your account.'
  expect(whyOn(browser)).toEqual(['password/change', [reason]])
})

test('a second step that the instance recommends, then one that it or the organization demands', async () => {
  const person = await offeredPerson(server)
  const asked = async () => {
    const browser = pageClient(server.url)
    await logIn(browser, person, authorizePath(app))
    return whyOn(browser)
  }
  const instance = 'The operator of this site set this rule.'
  expect(await asked()).toEqual(['mfa/set', [`A second step is recommended. ${instance}`]])
  await server.client(AdminService).updateLoginPolicy({ ...policy, forceMfa: true })
  expect(await asked()).toEqual(['mfa/set', [`Every account needs a second step. ${instance}`]])
  await server.client(ManagementService).addCustomLoginPolicy({ ...policy, forceMfaLocalOnly: true })
  const local = 'Every account that signs in here needs a second step. Your organization set this rule.'
  expect(await asked()).toEqual(['mfa/set', [local]])
})
