import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { hostedPerson, loggedInPerson, logIn, offeredPerson } from './hostedPeople.ts'
import { pageClient } from './pageClient.ts'

const clock = testClock()
const environment = { SALLYPORT_TRUSTED_PROXIES: 'loopback' }
const server = await testServer({ clock, environment })
const admin = server.client(AdminService)

/** Sends a wrong password for a name from an address, in a browser with this cookie; returns the status. */
async function guess(loginName: string, address: string, cookie = ''): Promise<number> {
  const reply = await fetch(`${server.url}/ui/v2/login/password?${new URLSearchParams({ loginName })}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ password: 'Wrong-Horse-1' }),
    headers: {
      origin: server.url,
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': address,
      cookie,
      'x-forwarded-proto': 'http',
    },
  })
  return reply.status
}

async function guesses(count: number, loginName: (at: number) => string, address: string) {
  const statuses: number[] = []
  for (let at = 0; at < count; at += 1) statuses.push(await guess(loginName(at), address))
  return statuses
}

test('while names are hidden, a limit is that of a spelling, known or not', async () => {
  const lifetime = { seconds: 864_000n }
  const policy = {
    allowUsernamePassword: true,
    ignoreUnknownUsernames: true,
    passwordCheckLifetime: lifetime,
    secondFactorCheckLifetime: lifetime,
    mfaInitSkipLifetime: lifetime,
  }
  await admin.updateLoginPolicy(policy)
  const { loginName: known, username } = await hostedPerson(server)
  const spelled = (name: string) => (at: number) => (at % 2 === 0 ? name : ` ${name.toUpperCase()} `)
  const limited = [...Array.from({ length: 15 }, () => 400), 429]
  expect(await guesses(16, spelled(known), '192.0.2.1')).toEqual(limited)
  expect(await guesses(16, spelled('nobody@example.test'), '192.0.2.2')).toEqual(limited)
  // Another name of the same person answers as another name of nobody does.
  expect(await guess(username, '192.0.2.1')).toBe(400)
  expect(await guess('nobody', '192.0.2.2')).toBe(400)
  await admin.updateLoginPolicy({ ...policy, ignoreUnknownUsernames: false })
})

test('people who are logged in themselves mail no more links to others than strangers do', async () => {
  const { loginName } = await hostedPerson(server)
  const statuses: number[] = []
  for (const tries of [6, 6]) {
    const { browser, sessionId } = await loggedInPerson(server)
    for (let at = 0; at < tries; at += 1) {
      const { status } = await browser.send(`/ui/v2/login/password/reset?sessionId=${sessionId}`, {
        method: 'POST',
        body: new URLSearchParams({ loginName }),
        headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
      })
      statuses.push(status)
    }
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 303), 429, 429])
})

test('guesses that lock accounts are counted as all others are', async () => {
  await admin.updateLockoutPolicy({ maxPasswordAttempts: 1 })
  const { browser } = await loggedInPerson(server)
  const cookie = `sallyport=${browser.cookies.get('sallyport')}`
  const statuses: number[] = []
  // The budget of a browser, and the tries that a process admits without counting.
  while (statuses.at(-1) !== 429 && statuses.length < 60) {
    const { loginName } = await hostedPerson(server)
    statuses.push(await guess(loginName, '192.0.2.3', cookie))
  }
  expect(new Set(statuses)).toEqual(new Set([303, 429]))
}, 60_000)

test('one code of an app opens one of two browsers that send it at once', async () => {
  await admin.updateLockoutPolicy({ maxPasswordAttempts: 0 })
  const person = await hostedPerson(server)
  const secret = await addApp(server, person.userId)
  clock.advance(60)
  const browsers = [pageClient(server.url), pageClient(server.url)]
  for (const browser of browsers) {
    await logIn(browser, person, '/ui/v2/login/loginname')
    expect(browser.page.url.pathname).toBe('/ui/v2/login/otp/time-based')
  }
  const code = codeAt(secret, clock.now())
  const shown = await Promise.all(browsers.map((browser) => browser.submit({ code })))
  expect(shown.map(({ url }) => url.pathname.split('/').at(-1)).sort()).toEqual(['signedin', 'time-based'])
})

test('an enrolment ends with a friendly page if the factor or the session is taken away meanwhile', async () => {
  const person = await offeredPerson(server)
  const browser = pageClient(server.url)
  await logIn(browser, person, '/ui/v2/login/loginname')
  await browser.submit({}, 'begin')
  const key = browser.page.document.querySelector('#key')?.text.replaceAll(' ', '') ?? ''
  await server.client(UserService).removeTOTP({ userId: person.userId })
  const late = await browser.submit({ code: codeAt(key, clock.now()) })
  expect([late.status, late.url.pathname]).toEqual([400, '/ui/v2/login/otp/time-based/set'])
  const sessionId = browser.page.url.searchParams.get('sessionId') ?? ''
  await server.client(SessionService).deleteSession({ sessionId })
  const form = browser.sent.at(-1)
  const reply = await browser.send(form?.url ?? '', {
    method: 'POST',
    body: new URLSearchParams(form?.body),
    headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
  })
  expect([reply.status, reply.headers.get('location')]).toEqual([
    303,
    expect.stringMatching(/\/(loginname|accounts)/),
  ])
})
