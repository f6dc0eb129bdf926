import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addApp } from './factors.ts'
import type { Visitor } from './hostedBrowser.ts'
import { type PageClient, pageClient, type ShownPage } from './pageClient.ts'
import { addRecoveryCodes } from './recoveryCodes.ts'

/** A person of the first organization who can log in with a password. */
export interface HostedPerson {
  readonly userId: string
  /** The preferred login name. */
  readonly username: string
  /** Another name that the login accepts: the address. */
  readonly loginName: string
  readonly email: string
  readonly password: string
}

let count = 0

/** Adds a person with a password and a verified address, who is not offered a second factor. */
export async function hostedPerson(server: TestServer, name?: string): Promise<HostedPerson> {
  const person = await offeredPerson(server, name)
  await server.client(UserService).humanMFAInitSkipped({ userId: person.userId })
  return person
}

/** Adds a person with a password and a verified address, who is offered a second factor at the first login. */
export async function offeredPerson(server: TestServer, name = `person${++count}`): Promise<HostedPerson> {
  const users = server.client(UserService)
  const password = 'Correct-Horse-7'
  const email = `${name}@example.test`
  const { userId } = await users.addHumanUser({
    username: name,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password, changeRequired: false } },
  })
  return { userId, username: name, loginName: email, email, password }
}

/** Opens a page of the account, and logs the person in on the way to it. */
export async function logIn(
  browser: PageClient,
  { loginName, password }: Pick<HostedPerson, 'loginName' | 'password'>,
  path = '/ui/account',
): Promise<ShownPage> {
  await browser.open(path)
  await browser.submit({ loginName })
  return browser.submit({ password })
}

/** Adds a person and logs them in on the pages, in a browser of their own. */
export async function loggedInPerson(
  server: TestServer,
): Promise<{ readonly person: HostedPerson; readonly browser: PageClient; readonly sessionId: string }> {
  const person = await hostedPerson(server)
  const browser = pageClient(server.url)
  const { url } = await logIn(browser, person, '/ui/v2/login/loginname')
  const sessionId = url.searchParams.get('sessionId')
  if (sessionId === null) throw new Error(`the login ended at ${url}`)
  return { person, browser, sessionId }
}

/** A person with a second factor of every kind but keys; `key` is the one of the authenticator app, whose next code is the first to count. */
export async function personWithFactors(
  server: TestServer,
): Promise<HostedPerson & { readonly key: string }> {
  const users = server.client(UserService)
  const person = await hostedPerson(server)
  const { userId } = person
  await users.setPhone({ userId, phone: '+41791234567', verification: { case: 'isVerified', value: true } })
  const key = await addApp(server, userId)
  await users.addOTPSMS({ userId })
  await users.addOTPEmail({ userId })
  await addRecoveryCodes(server, userId)
  return { ...person, key }
}

/** Logs a person in by their password in a real browser, at an application or a path; whatever follows is not waited for. */
export async function signInAt(
  visitor: Visitor,
  person: Pick<HostedPerson, 'loginName' | 'password'>,
  address: string,
): Promise<void> {
  await visitor.open(address)
  await visitor.enter('Login name', person.loginName)
  await visitor.press('Continue')
  await visitor.enter('Password', person.password)
  await visitor.press('Continue')
}
