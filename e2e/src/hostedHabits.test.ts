import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, nextCodeAt } from './factors.ts'
import { hostedBrowser, type Visitor } from './hostedBrowser.ts'
import { hostedPerson, signInAt } from './hostedPeople.ts'
import { relyingParty } from './relyingParty.ts'

/** How people use pages: keys only, the back button, two tabs, a button pressed twice. */
const server = await testServer()
const browser = await hostedBrowser(server)
const app = await relyingParty(server)

const at = ({ page }: Visitor) => new URL(page.url()).pathname.replace('/ui/v2/login/', '')
const welcome = ({ page }: Visitor) => page.waitForURL(`${app.origin}/callback**`)

/** Types at the field that gets the focus by itself, which may be after the page has loaded, and sends the form by Enter. */
async function type({ page }: Visitor, text: string): Promise<void> {
  await page.locator('input:focus').waitFor()
  await page.keyboard.type(text)
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

test('a login by password and app needs no mouse: each page begins at its field', async () => {
  const person = await hostedPerson(server)
  const key = await addApp(server, person.userId)
  const visitor = await browser.visitor()
  await visitor.open(app.start())
  await type(visitor, person.loginName)
  await type(visitor, 'wrong')
  await type(visitor, person.password)
  expect(at(visitor)).toBe('otp/time-based')
  await type(visitor, nextCodeAt(key, server.clock.now()))
  await welcome(visitor)
  expect(app.received[0]?.sub).toBe(person.userId)
  await visitor.close()
})

test('the back button shows the page before, which can be sent again', async () => {
  const [first, second] = [await hostedPerson(server), await hostedPerson(server)]
  const visitor = await browser.visitor()
  await visitor.open(app.start())
  await visitor.enter('Login name', first.loginName)
  await visitor.press('Continue')
  await visitor.page.goBack()
  expect(at(visitor)).toBe('loginname')
  await visitor.enter('Login name', second.loginName)
  await visitor.press('Continue')
  await visitor.enter('Password', second.password)
  await visitor.press('Continue')
  await welcome(visitor)
  expect(app.received[0]?.sub).toBe(second.userId)
  await visitor.page.goBack()
  await visitor.page.reload()
  expect(await visitor.page.getByRole('heading', { level: 1 }).innerText()).toBe('This sign-in is over')
  await visitor.close()
})

test('a second tab goes on where the first one has logged in', async () => {
  const person = await hostedPerson(server)
  const visitor = await browser.visitor()
  const other = await visitor.tab()
  await other.open(app.start())
  await signInAt(visitor, person, app.start())
  await welcome(visitor)
  await other.open(app.start())
  expect(other.page.url()).toContain(`${app.origin}/callback`)
  await visitor.close()
})

test('a button that is pressed twice sends its form once', async () => {
  const person = await hostedPerson(server)
  const visitor = await browser.visitor()
  await visitor.open(app.start())
  await visitor.enter('Login name', person.loginName)
  await visitor.press('Continue')
  await visitor.enter('Password', person.password)
  let sent = 0
  visitor.page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1
  })
  await visitor.page.getByRole('button', { name: 'Continue' }).dblclick({ noWaitAfter: true })
  await welcome(visitor)
  expect(sent).toBe(1)
  const { sessions } = await server.client(SessionService).listSessions({
    queries: [{ query: { case: 'userIdQuery', value: { id: person.userId } } }],
  })
  expect(sessions).toHaveLength(1)
  await visitor.close()
})
