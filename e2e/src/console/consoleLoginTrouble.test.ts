import { expect, test } from 'vitest'
import { signInAt } from '../hostedPeople.ts'
import { consoleWorld } from './consoleWorld.ts'
import { endLogin } from './logInBeside.ts'

const world = await consoleWorld()
const { people } = world
const hour = 3600

test.each([
  ['is a minute and a half slow', -90],
  ['is an hour slow', -hour],
  ['is a day slow', -24 * hour],
  ['is a minute fast', 60],
  ['is an hour fast', hour],
])('the console works in a browser whose clock %s', async (_, seconds) => {
  const visitor = await world.browser.visitor({ width: 1440, reducedMotion: true })
  await visitor.page.clock.setSystemTime(Date.now() + seconds * 1000)
  let logins = 0
  visitor.page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/authorize')) logins += 1
  })
  await signInAt(visitor, people.instanceOwner, '/ui/console/organizations')
  await visitor.page.getByRole('heading', { level: 1, name: 'Organizations' }).waitFor()
  await visitor.page.getByRole('link', { name: 'Acme' }).first().waitFor()
  expect(logins).toBe(1)
  await visitor.close()
})

test('a page whose login has ended leaves for one new login, however many requests learn of the end', async () => {
  const root = await world.visit('instanceOwner', '/organizations')
  const { page } = root
  let logins = 0
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/authorize')) logins += 1
  })
  for (let round = 1; round <= 5; round++) {
    await endLogin(root)
    await page.reload()
    await page.waitForURL((url) => url.pathname === '/ui/console/organizations')
    await page.getByRole('link', { name: 'Acme' }).first().waitFor()
    expect(logins).toBe(round)
  }
  await root.close()
})

test('a login that the server refuses at its end says so, and begins again only when it is asked to', async () => {
  const visitor = await world.browser.visitor({ width: 1440, reducedMotion: true })
  let logins = 0
  visitor.page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/authorize')) logins += 1
  })
  const refused = {
    status: 400,
    json: { error: 'invalid_grant', error_description: 'this code has expired' },
  }
  await visitor.page.route('**/oauth/v2/token', (route) => route.fulfill(refused))
  await signInAt(visitor, people.instanceOwner, '/ui/console/organizations')
  await visitor.page.getByRole('heading', { level: 1, name: 'The console cannot start' }).waitFor()
  await visitor.page.getByText('this code has expired').waitFor()
  expect(new URL(visitor.page.url()).search).toBe('')
  await visitor.look('console-login-refused')
  expect(logins).toBe(1)
  await visitor.page.unroute('**/oauth/v2/token')
  await visitor.page.getByRole('button', { name: 'Try again' }).click()
  await visitor.page.getByRole('navigation').first().waitFor()
  expect(logins).toBe(2)
  await visitor.close()
})
