import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { type HostedPerson, hostedPerson } from './hostedPeople.ts'
import { type PageClient, pageClient } from './pageClient.ts'

const server = await testServer()

async function logIn(browser: PageClient, { loginName, password }: HostedPerson, path = '/ui/account') {
  await browser.open(path)
  await browser.submit({ loginName })
  return browser.submit({ password })
}

test('a page of the account leads through the login and back to itself', async () => {
  const browser = pageClient(server.url)
  const person = await hostedPerson(server)
  const asked = await browser.open('/ui/account')
  expect(asked.url.pathname).toBe('/ui/v2/login/loginname')
  const shown = await logIn(browser, person)
  expect([shown.status, shown.url.pathname]).toEqual([200, '/ui/account'])
  expect(shown.text).toContain(person.email)
  expect(shown.document.querySelector('nav [aria-current="page"]')?.text).toBe('Overview')
})

test('somebody else’s session in the address opens nothing', async () => {
  const [ada, eve] = [pageClient(server.url), pageClient(server.url)]
  const { url } = await logIn(ada, await hostedPerson(server))
  await logIn(eve, await hostedPerson(server))
  const shown = await eve.open(url.href)
  expect(shown.url.searchParams.get('sessionId')).not.toBe(url.searchParams.get('sessionId'))
})

test('signing out ends the session and leaves nothing to go back to', async () => {
  const browser = pageClient(server.url)
  const { url } = await logIn(browser, await hostedPerson(server))
  expect((await browser.submit({}, 'sign-out')).url.pathname).toBe('/ui/v2/login/logout/done')
  expect((await browser.open(url.href)).url.pathname).toMatch(/^\/ui\/v2\/login\//)
})
