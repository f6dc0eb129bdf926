import { OIDCAuthMethodType } from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { type Clock, systemClock } from '../../../server/src/kernel/clock.ts'
import { applicationsV2, oidc } from '../applicationsV2Fixtures.ts'
import { addGrant, addProject } from '../projectFixtures.ts'
import { inOrg } from '../tenants.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'
import { endLogin, logInBeside } from './logInBeside.ts'

vi.setConfig({ testTimeout: 150_000 })

let ahead = 0
const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + ahead) }
const world = await consoleWorld({ clock })
const { server, orgId, projectId } = world
const users = server.client(UserService)
const authorizations = server.client(AuthorizationService)
const projects = server.client(ProjectService)
const management = server.client(ManagementService, { headers: inOrg(orgId) })

const contested = 'Somebody else has changed this in the meantime.'

const projectOf = async () => (await projects.getProject({ id: projectId })).project

async function addPerson(name: string) {
  const { userId } = await users.addHumanUser({
    organization: { org: { case: 'orgId', value: orgId } },
    username: name,
    profile: { givenName: name, familyName: 'Kept', nickName: 'old' },
    email: { email: `${name}@kept.test`, verification: { case: 'isVerified', value: true } },
  })
  return userId
}
const profileOf = async (userId: string) => {
  const { user } = await users.getUserByID({ userId })
  return user?.type.case === 'human' ? user.type.value.profile : undefined
}

/** The card of a section. */
const section = (page: Page, title: string) => page.getByRole('region', { name: title })

/** Saves, after which there is nothing to undo. */
async function save({ page }: ConsoleVisitor, title: string) {
  const card = section(page, title)
  await card.getByRole('button', { name: 'Save', exact: true }).click()
  await card.getByRole('button', { name: 'Undo changes' }).waitFor({ state: 'detached' })
}

test('what an administrator types into one field does not take back what another one has changed in others', async () => {
  const userId = await addPerson('ada')
  const olga = await world.visit('organizationOwner', `/people/${userId}?org=${orgId}`)
  const { page } = olga
  await page.getByLabel('Nickname').fill('typed')
  await users.updateHumanUser({
    userId,
    profile: { givenName: 'Augusta', familyName: 'Kept', displayName: 'Augusta Kept', nickName: 'old' },
  })
  // Another act on the page reads it again.
  await page.getByRole('textbox', { name: 'User name' }).fill('ada2')
  await section(page, 'User name').getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Augusta Kept' }).waitFor()
  expect(await page.getByLabel('Nickname').inputValue()).toBe('typed')
  expect(await page.getByLabel('Given name').inputValue()).toBe('Augusta')
  await save(olga, 'Profile')
  expect(await profileOf(userId)).toMatchObject({
    givenName: 'Augusta',
    displayName: 'Augusta Kept',
    nickName: 'typed',
  })
  await olga.close()
})

test('a value that somebody else has changed is not replaced unseen, and what is typed stays', async () => {
  const olga = await world.visit('organizationOwner', `/projects/${projectId}?org=${orgId}`)
  const { page } = olga
  const settings = section(page, 'Settings')
  const name = settings.getByLabel('Name of the project')
  const before = (await projectOf())?.name ?? ''
  await name.fill('Typed')
  await projects.updateProject({ id: projectId, name: 'Colleague', projectRoleAssertion: true })
  await settings.getByRole('button', { name: 'Save', exact: true }).click()
  await settings.getByText(contested).waitFor()
  await olga.lookAt('form-contested', 'briefly')
  expect(await name.inputValue()).toBe('Typed')
  expect((await projectOf())?.name).toBe('Colleague')

  await settings.getByRole('button', { name: 'Undo changes' }).click()
  expect(await name.inputValue()).toBe('Colleague')
  expect(await settings.getByText(contested).count()).toBe(0)

  await name.fill('Typed')
  await projects.updateProject({ id: projectId, name: before })
  await settings.getByRole('button', { name: 'Save', exact: true }).click()
  await settings.getByText(contested).waitFor()
  await save(olga, 'Settings')
  expect(await projectOf()).toMatchObject({ name: 'Typed', projectRoleAssertion: true })
  expect(await settings.getByRole('button', { name: 'Undo changes' }).count()).toBe(0)
  await projects.updateProject({ id: projectId, name: before })
  await olga.close()
})

test('what is typed stays while another act on the page shows what somebody else has changed', async () => {
  const olga = await world.visit('organizationOwner', `/projects/${projectId}?org=${orgId}`)
  const { page } = olga
  const settings = section(page, 'Settings')
  await settings.getByLabel('Name of the project').fill('Still typed')
  await projects.updateProject({ id: projectId, projectRoleCheck: true })
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Activate' }).waitFor()
  expect(await settings.getByLabel('Name of the project').inputValue()).toBe('Still typed')
  expect(await settings.getByLabel('Only people with a role').isChecked()).toBe(true)
  await projects.activateProject({ id: projectId })
  await projects.updateProject({ id: projectId, projectRoleCheck: false })
  await olga.close()
})

test('roles that somebody else has taken away are not given back by an old list of them', async () => {
  const { projectId: id } = await addProject(server, { orgId, roles: ['reader', 'writer', 'admin'] })
  const { grantedOrganizationId } = await addGrant(server, { projectId: id, orgId }, ['reader', 'writer'])
  const olga = await world.visit(
    'organizationOwner',
    `/projects/${id}/grants/${grantedOrganizationId}?org=${orgId}`,
  )
  const { page } = olga
  await page.getByRole('checkbox', { name: 'admin' }).check()
  await projects.updateProjectGrant({ projectId: id, grantedOrganizationId, roleKeys: ['reader'] })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(contested).waitFor()
  expect(await rolesOfGrant(id)).toEqual(['reader'])
  await page.getByRole('button', { name: 'Undo changes' }).click()
  expect(await page.getByLabel('writer').isChecked()).toBe(false)
  await page.getByRole('checkbox', { name: 'admin' }).check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  expect(await rolesOfGrant(id)).toEqual(['admin', 'reader'])
  await olga.close()
})

test('roles of a person that somebody else has taken away are not given back by a dialog', async () => {
  const { projectId: id, name } = await addProject(server, { orgId, roles: ['reader', 'writer', 'admin'] })
  const userId = await addPerson('bea')
  const at = { projectId: id, organizationId: orgId }
  const authorization = await authorizations.createAuthorization({
    ...at,
    userId,
    roleKeys: ['reader', 'writer'],
  })
  const roles = async () => {
    const { authorizations: found } = await authorizations.listAuthorizations({
      filters: [{ filter: { case: 'projectId', value: { id } } }],
    })
    return found[0]?.roles.map(({ key }) => key).toSorted()
  }
  const take = () => authorizations.updateAuthorization({ id: authorization.id, roleKeys: ['reader'] })
  const olga = await world.visit('organizationOwner', `/people/${userId}?org=${orgId}&tab=roles`)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  const change = async () => {
    await dialog.getByRole('checkbox', { name: 'admin' }).check()
    await take()
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByText(contested).waitFor()
    expect(await roles()).toEqual(['reader'])
    await dialog.getByRole('button', { name: 'Undo changes' }).click()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await authorizations.updateAuthorization({ id: authorization.id, roleKeys: ['reader', 'writer'] })
  }
  // Once by the authorization itself, and once by the dialog that finds it.
  await page
    .getByRole('button', { name: /^(Edit|Change)/ })
    .first()
    .click()
  await change()
  await page.reload()
  await page
    .getByRole('button', { name: /^(Add|Give)/ })
    .first()
    .click()
  await dialog.getByLabel('Project').fill(name)
  await page.getByRole('option', { name }).click()
  await dialog.getByText('This person has an authorization there already.').waitFor()
  await change()
  await olga.close()
})

async function rolesOfGrant(id: string) {
  const { result } = await management.listProjectGrants({ projectId: id })
  return result[0]?.grantedRoleKeys.toSorted()
}

test('a text of a mail that is saved whole keeps the other parts that somebody else has changed', async () => {
  const olga = await world.visit(
    'organizationOwner',
    `/settings/messages?org=${orgId}&message=init&language=en`,
  )
  const { page } = olga
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill('Typed subject')
  await management.setCustomInitMessageText({ language: 'en', greeting: 'Greeting of a colleague' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved').last().waitFor()
  expect((await management.getCustomInitMessageText({ language: 'en' })).customText).toMatchObject({
    subject: 'Typed subject',
    greeting: 'Greeting of a colleague',
  })
  await olga.close()
})

/** Makes a page look again at what it has read, as when somebody comes back to its tab after a while. */
async function comeBack({ page }: ConsoleVisitor) {
  ahead += 30_000
  await page.clock.setSystemTime(clock.now())
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`)
}

test.each([
  { page: 'a person', path: () => `/people/${world.people.nobody.userId}`, label: 'Nickname' },
  { page: 'a project', path: () => `/projects/${projectId}`, label: 'Name of the project' },
  { page: 'an organization', path: () => `/organizations/${orgId}`, label: 'Name of the organization' },
  { page: 'a policy', path: () => '/settings/lockout', label: 'Wrong passwords until a person is locked' },
])('what is typed on the page of $page outlives a connection that fails', async ({ path, label }) => {
  const olga = await world.visit('organizationOwner', `${path()}?org=${orgId}`)
  const { page } = olga
  const field = page.getByRole('main').getByLabel(label, { exact: true })
  await field.fill('12')
  let failed = 0
  await page.route(/\/(zitadel\.|v2|management|admin|sallyport)/, (route) => {
    failed += 1
    return route.abort()
  })
  await comeBack(olga)
  await page.getByText('What you see may be out of date.').waitFor()
  expect(failed).toBeGreaterThan(0)
  expect(await field.inputValue()).toBe('12')
  const save = page.getByRole('button', { name: 'Save', exact: true }).and(page.locator(':enabled'))
  await save.click()
  const form = page.locator('form').filter({ has: page.getByLabel(label, { exact: true }) })
  await form.getByText('No connection', { exact: true }).waitFor()
  expect(await field.inputValue()).toBe('12')
  await page.unrouteAll()
  await page.clock.setSystemTime(clock.now())
  await save.click()
  await page.getByText(/^(Saved|Renamed)/).waitFor()
  expect(await field.inputValue()).toBe('12')
  await olga.close()
})

test('a form about something that somebody else has deleted says so and keeps what is typed, and so does the page afterwards', async () => {
  const userId = await addPerson('gone')
  const olga = await world.visit('organizationOwner', `/people/${userId}?org=${orgId}`)
  const { page } = olga
  await page.getByLabel('Nickname').fill('typed')
  await users.deleteUser({ userId })
  await section(page, 'Profile').getByRole('button', { name: 'Save', exact: true }).click()
  await section(page, 'Profile').getByText('Not found', { exact: true }).waitFor()
  expect(await page.getByLabel('Nickname').inputValue()).toBe('typed')
  await section(page, 'Profile').getByRole('button', { name: 'Undo changes' }).click()
  await comeBack(olga)
  await page.getByRole('heading', { name: 'This page cannot be shown' }).waitFor()
  await page.getByText('Not found', { exact: true }).waitFor()
  await olga.close()
})

test('a login that has ended takes away nothing that is typed, in a form or a dialog', async () => {
  const userId = await addPerson('late')
  const olga = await world.visit('organizationOwner', `/people/${userId}?org=${orgId}`)
  const { page } = olga
  await page.getByLabel('Nickname').fill('typed long ago')
  await endLogin(olga)
  await section(page, 'Profile').getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Your login has ended; log in again to go on.').waitFor()
  await olga.lookAt('login-ended', 'briefly')
  const address = page.url()
  await logInBeside(olga, world.people.organizationOwner)
  await page.getByText('You are logged in again.').waitFor()
  expect(page.url()).toBe(address)
  expect(await page.getByLabel('Nickname').inputValue()).toBe('typed long ago')
  await save(olga, 'Profile')
  expect((await profileOf(userId))?.nickName).toBe('typed long ago')

  await olga.go(`/people?org=${orgId}&add=person`)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Given name').fill('Typed')
  await dialog.getByLabel('Family name').fill('Kept')
  await dialog.getByLabel('E-mail').first().fill('typed@kept.test')
  await endLogin(olga)
  await dialog.getByRole('button', { name: 'Create and invite' }).click()
  await dialog.getByText('Your login has ended').waitFor()
  await logInBeside(olga, world.people.organizationOwner, dialog)
  await dialog.getByText('You are logged in again.').waitFor()
  await dialog.getByRole('button', { name: 'Create and invite' }).click()
  await olga.heading('Typed Kept')
  await olga.close()
})

test('a login that has ended leads to another one at once where nothing would be lost', async () => {
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}`)
  const { page } = olga
  await endLogin(olga)
  await Promise.all([
    page.waitForURL((url) => url.pathname.startsWith('/oauth/') || url.searchParams.has('code')),
    page.getByRole('button', { name: 'Refresh' }).click(),
  ])
  await olga.heading('People')
  expect(page.url()).toBe(`${server.url}/ui/console/people?org=${orgId}`)
  await page.getByRole('table').waitFor()
  await olga.close()
})

test('tokens that cannot be renewed for lack of a connection are kept, and so is the page', async () => {
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}`)
  const { page } = olga
  await page.evaluate(`(() => {
    const [name, text] = Object.entries(sessionStorage).find(([key]) => key.startsWith('oidc.user:'))
    sessionStorage.setItem(name, JSON.stringify({ ...JSON.parse(text), expires_at: 1 }))
  })()`)
  const address = page.url()
  const navigations: string[] = []
  page.on('framenavigated', (frame) => void navigations.push(frame.url()))
  await page.route('**/oauth/v2/token', (route) => route.abort())
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByText('No connection', { exact: true }).waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('No connection', { exact: true }).waitFor({ state: 'detached' })
  expect(page.url()).toBe(address)
  expect(navigations).toEqual([])
  await olga.close()
})

test('another person who logs in beside a page and keeps it sends nothing that was typed, and its owner sends it after a login', async () => {
  const userId = await addPerson('kept')
  const olga = await world.visit('organizationOwner', `/people/${userId}?org=${orgId}`)
  const { page } = olga
  const nickname = page.getByLabel('Nickname')
  const saveProfile = () =>
    section(page, 'Profile').getByRole('button', { name: 'Save', exact: true }).click()
  await nickname.fill('typed by olga')
  await endLogin(olga)
  await saveProfile()
  const asked = page.waitForEvent('dialog').then((question) => question.dismiss())
  await logInBeside(olga, world.people.instanceOwner)
  await asked
  await saveProfile()
  await expect
    .poll(() => section(page, 'Profile').getByRole('button', { name: 'Save' }).isEnabled())
    .toBe(true)
  await page.getByText('Your login has ended; log in again to go on.').waitFor()
  expect(await nickname.inputValue()).toBe('typed by olga')
  expect((await profileOf(userId))?.nickName).toBe('old')

  await logInBeside(olga, world.people.organizationOwner)
  await page.getByText('You are logged in again.').waitFor()
  await save(olga, 'Profile')
  expect((await profileOf(userId))?.nickName).toBe('typed by olga')
  await olga.close()
})

test('a chosen method of an application outlives the end of a login, and replaces no other one unseen', async () => {
  const applications = applicationsV2(server, projectId)
  const { applicationId } = await applications.create(oidc())
  const change = (authMethodType: OIDCAuthMethodType) =>
    applications.v2().updateApplication({
      ...{ applicationId, projectId },
      applicationType: { case: 'oidcConfiguration', value: { authMethodType } },
    })
  const stored = async () => {
    const configuration = (await applications.read(applicationId))?.configuration
    return configuration?.case === 'oidcConfiguration' ? configuration.value.authMethodType : undefined
  }
  const address = `/projects/${projectId}/applications/${applicationId}?org=${orgId}`
  const olga = await world.visit('organizationOwner', address)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  const submit = dialog.getByRole('button', { name: 'Change method' })
  const chosen = dialog.getByRole('radio', { name: 'Private key JWT', exact: true })
  const choose = async () => {
    await page.getByRole('button', { name: 'Change method' }).click()
    await chosen.click()
  }
  await choose()
  await endLogin(olga)
  await submit.click()
  await dialog.getByText('Your login has ended').waitFor()
  await logInBeside(olga, world.people.organizationOwner, dialog)
  await dialog.getByText('You are logged in again.').waitFor()
  expect(await chosen.isChecked()).toBe(true)

  // After a login the page is read again, and a change that this shows before the click is no unseen one.
  await olga.go(address)
  await choose()
  await change(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE)
  await submit.click()
  await dialog.getByText(contested).waitFor()
  expect(await stored()).toBe(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE)
  await submit.click()
  await expect.poll(stored).toBe(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT)
  await olga.close()
})

test('a switched factor outlives the end of a login, and is asked about no longer once somebody else has switched it', async () => {
  await management.resetLoginPolicyToDefault({}).catch(() => undefined)
  const olga = await world.visit('organizationOwner', `/settings/login?org=${orgId}`)
  const { page } = olga
  const factor = page.getByRole('switch', { name: 'Code by e-mail' })
  const dialog = page.getByRole('dialog')
  const isAllowed = async () => {
    const { policy } = await management.getLoginPolicy({})
    return policy?.secondFactors.includes(SecondFactorType.OTP_EMAIL)
  }
  await factor.waitFor()
  await endLogin(olga)
  await factor.click()
  await page.getByText('Your login has ended').waitFor()
  await olga.lookAt('factor-kept', 'briefly')
  await logInBeside(olga, world.people.organizationOwner)
  await page.getByText('You are logged in again.').waitFor()
  expect(await factor.isChecked()).toBe(true)
  const factors = section(page, 'Allowed factors')
  await factors.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(isAllowed).toBe(true)
  await dialog.waitFor({ state: 'detached' })
  expect(await factors.getByRole('button', { name: 'Undo changes' }).count()).toBe(0)

  await factor.click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => factor.isChecked()).toBe(true)
  expect(await isAllowed()).toBe(true)

  await factor.click()
  await dialog.getByText('Do not allow any more: Code by e-mail').waitFor()
  await management.removeSecondFactorFromLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
  await comeBack(olga)
  await dialog.waitFor({ state: 'detached' })
  expect(await factor.isChecked()).toBe(false)
  expect(await factors.getByRole('button', { name: 'Undo changes' }).count()).toBe(0)
  await management.resetLoginPolicyToDefault({})
  await olga.close()
})

test('a warning is asked no longer once somebody else has changed what it is about', async () => {
  const applications = applicationsV2(server, projectId)
  const { applicationId } = await applications.create(oidc({ loginVersion: own('https://a.invalid') }))
  const olga = await world.visit(
    'organizationOwner',
    `/projects/${projectId}/applications/${applicationId}?tab=advanced`,
  )
  const { page } = olga
  const dialog = page.getByRole('dialog')
  const address = page.getByLabel('Address of the login pages')
  const form = section(page, 'Login and logout')
  const saveLogin = () => form.getByRole('button', { name: 'Save', exact: true }).click()
  const stored = async () => {
    const configuration = (await applications.read(applicationId))?.configuration
    const version = configuration?.case === 'oidcConfiguration' && configuration.value.loginVersion?.version
    return version && version.case === 'loginV2' && version.value.baseUri
  }
  await address.fill('https://typed.invalid')
  await saveLogin()
  await dialog.getByText('its name is not known, or it belongs to a private network').waitFor()
  await applications.v2().updateApplication({
    ...{ applicationId, projectId },
    applicationType: { case: 'oidcConfiguration', value: { loginVersion: own('https://b.invalid') } },
  })
  await comeBack(olga)
  await dialog.waitFor({ state: 'detached' })
  await form.getByText(contested).waitFor()
  expect(await address.inputValue()).toBe('https://typed.invalid')
  expect(await stored()).toBe('https://b.invalid')
  await saveLogin()
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(stored).toBe('https://typed.invalid')
  await dialog.waitFor({ state: 'detached' })
  expect(await form.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
  await olga.close()
})

const own = (baseUri: string) => ({ version: { case: 'loginV2' as const, value: { baseUri } } })

// The last one, because later visits would find the browser logged in as somebody else.
test('another person who logs in beside a page gets it anew, and nothing that was typed is sent as them', async () => {
  const userId = await addPerson('other')
  const olga = await world.visit('organizationOwner', `/people/${userId}?org=${orgId}`)
  const { page } = olga
  await page.getByLabel('Nickname').fill('typed by olga')
  await endLogin(olga)
  await section(page, 'Profile').getByRole('button', { name: 'Save', exact: true }).click()
  page.on('dialog', (question) => void question.accept())
  await logInBeside(olga, world.people.instanceOwner)
  await page.getByRole('button', { name: 'Account: root Console' }).waitFor()
  expect(await page.getByLabel('Nickname').inputValue()).toBe('old')
  expect((await profileOf(userId))?.nickName).toBe('old')
  await olga.close()
})
