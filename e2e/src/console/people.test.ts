import { readFile } from 'node:fs/promises'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test, vi } from 'vitest'
import { addApp } from '../factors.ts'
import { addProject } from '../projectFixtures.ts'
import { addMachine, addOrg } from '../tenants.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

// A walk looks at several pages closely, which takes a busy machine long.
vi.setConfig({ testTimeout: 150_000 })

const world = await consoleWorld()
const { server, orgId } = world
const users = server.client(UserService)
const hostile = '<img src=x onerror=alert(1)>'
const { orgId: otherId, name: otherName } = await addOrg(server, 'Borealis')

const hostileId = await addHuman('mallory', { familyName: hostile })
const guarded = await addHuman('gwen', { familyName: 'Guarded' })
const locked = await addHuman('lena', { familyName: 'Locked' })
const elsewhere = await addHuman('elsa', { familyName: 'Elsewhere', organization: otherId })
await addApp(server, guarded)
await users.lockUser({ userId: locked })
await addMachine(server, { orgId })

async function addHuman(
  name: string,
  { familyName, organization = orgId }: { readonly familyName: string; readonly organization?: string },
) {
  const { userId } = await users.addHumanUser({
    organization: { org: { case: 'orgId', value: organization } },
    username: name,
    profile: { givenName: name, familyName },
    email: { email: `${name}@people.test`, verification: { case: 'isVerified', value: name !== 'lena' } },
  })
  return userId
}

async function find(email: string) {
  const { result } = await users.listUsers({
    queries: [{ query: { case: 'inUserEmailsQuery', value: { userEmails: [email] } } }],
  })
  return result[0]
}
const stateOf = async (userId: string) => (await users.getUserByID({ userId })).user?.state

const table = ({ page }: ConsoleVisitor) => page.getByRole('table', { name: 'People' })
const row = (visitor: ConsoleVisitor, name: string) =>
  table(visitor).getByRole('row').filter({ hasText: name })
const rowCount = (visitor: ConsoleVisitor, count: number) =>
  expect.poll(() => table(visitor).locator('tbody tr').count(), { timeout: 20_000 }).toBe(count)

test('callers without the right see neither entry nor people, and are told which right they lack', async () => {
  const nora = await world.visit('nobody')
  expect(await nora.page.getByRole('link', { name: 'People' }).count()).toBe(0)
  for (const [path, right] of [
    ['/people', 'user.read'],
    ['/people?add=person', 'user.read'],
    ['/people-import', 'user.write'],
  ]) {
    await nora.go(path ?? '')
    await nora.page.getByText(`This page needs the right ${right} here.`).waitFor()
  }
  expect(await nora.page.getByRole('dialog').count()).toBe(0)
  await nora.lookAt('people-refused')
  await nora.close()
})

test('an owner of an organization sees its people alone', async () => {
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}`)
  await row(olga, hostile).waitFor()
  expect(await table(olga).getByText('Organization').count()).toBe(0)
  await olga.go('/people?q=elsa')
  await olga.page.getByText('Nothing matches the search and filters.').waitFor()
  await olga.lookAt('people-nothing-found')
  await olga.close()
})

test('the list searches, filters, sorts and keeps its state in the address', async () => {
  const root = await world.visit('instanceOwner', '/people')
  await row(root, 'Elsewhere').getByText(otherName).waitFor()
  await row(root, hostile).waitFor()
  await root.lookAt('people')
  const search = root.page.getByRole('searchbox')
  for (const text of [guarded, 'GWEN@people', 'gwen guard']) {
    await search.fill(text)
    await rowCount(root, 1)
    await row(root, 'gwen Guarded').waitFor()
  }
  await search.fill('')
  await root.page.getByLabel('State', { exact: true }).selectOption('locked')
  await rowCount(root, 1)
  await row(root, 'lena Locked').getByText('Not verified').waitFor()
  await root.page.getByLabel('State', { exact: true }).selectOption('')
  await root.page.getByLabel('Second factor').selectOption('second')
  await rowCount(root, 1)
  await row(root, 'gwen Guarded').waitFor()
  await root.page.getByLabel('Second factor').selectOption('none')
  await root.page.getByPlaceholder('Every organization').fill('boreal')
  await root.page.getByRole('option', { name: otherName }).click()
  await rowCount(root, 1)
  await root.page.reload()
  await row(root, 'elsa Elsewhere').waitFor()
  await rowCount(root, 1)
  expect(Object.fromEntries(new URL(root.page.url()).searchParams)).toEqual({
    factors: 'none',
    organization: otherId,
  })
  await root.go('/people?kind=machine')
  await row(root, 'Machine').first().waitFor()
  await expect.poll(() => table(root).getByText('people.test').count()).toBe(0)
  await root.close()
})

test('people are deactivated, reactivated, unlocked and deleted together, each by its own state', async () => {
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=people.test`)
  await rowCount(olga, 3)
  const dialog = olga.page.getByRole('dialog')
  const act = async (name: string, said: RegExp) => {
    await olga.page.getByRole('button', { name, exact: true }).click()
    await dialog.getByRole('button', { name, exact: true }).click()
    await dialog.getByText(said).waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await dialog.waitFor({ state: 'detached' })
  }
  const selectAll = () => olga.page.getByLabel('Select all on this page').check()
  await selectAll()
  await olga.page.getByRole('button', { name: 'Unlock' }).click()
  await dialog.getByText('2 accounts of the selection will be left out').waitFor()
  await olga.lookAt('people-unlock')
  await olga.page.keyboard.press('Escape')
  await act('Unlock', /^1 of 1 account unlocked/)
  expect(await stateOf(locked)).toBe(UserState.ACTIVE)
  await selectAll()
  await act('Deactivate', /^3 of 3 accounts deactivated/)
  expect(await stateOf(guarded)).toBe(UserState.INACTIVE)
  await rowCount(olga, 3)
  await row(olga, 'gwen').getByText('Deactivated').waitFor()
  await selectAll()
  await act('Reactivate', /^3 of 3 accounts reactivated/)
  expect(await stateOf(guarded)).toBe(UserState.ACTIVE)

  await olga.page.getByLabel(`Select mallory ${hostile}`).check()
  await olga.page.getByRole('button', { name: 'Delete' }).click()
  const remove = dialog.getByRole('button', { name: 'Delete' })
  expect(await remove.isDisabled()).toBe(true)
  await olga.lookAt('people-delete')
  await dialog.getByLabel(/^Type mallory/).fill(`mallory ${hostile}`)
  await remove.click()
  await dialog.getByText(/^1 of 1 account deleted/).waitFor()
  await expect(users.getUserByID({ userId: hostileId })).rejects.toThrow()
  await olga.close()
})

test('several people get roles at once, beside those that they have', async () => {
  const { projectId, name } = await addProject(server, { orgId, roles: ['reader', 'writer'] })
  const authorizations = server.client(AuthorizationService)
  const had = { userId: guarded, projectId, organizationId: orgId, roleKeys: ['reader'] }
  await authorizations.createAuthorization(had)
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=people.test`)
  await rowCount(olga, 2)
  await olga.page.getByLabel('Select all on this page').check()
  await olga.page.getByRole('button', { name: 'Give roles' }).click()
  const dialog = olga.page.getByRole('dialog')
  await dialog.getByLabel('Project').fill(name)
  await olga.page.getByRole('option', { name }).click()
  await dialog.getByLabel('writer').check()
  await olga.lookAt('people-roles', 'briefly')
  await dialog.getByRole('button', { name: 'Give roles' }).click()
  await dialog.getByText('2 of 2 accounts have the roles.').waitFor()
  const given = await authorizations.listAuthorizations({
    filters: [{ filter: { case: 'projectId', value: { id: projectId } } }],
  })
  const rolesOf = (userId: string) =>
    given.authorizations.find(({ user }) => user?.id === userId)?.roles.map(({ key }) => key)
  expect(rolesOf(guarded)?.toSorted()).toEqual(['reader', 'writer'])
  expect(rolesOf(locked)).toEqual(['writer'])
  await olga.close()
})

test('an act that is refused for one person is done for the others, and says why', async () => {
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=people.test`)
  await rowCount(olga, 2)
  await olga.page.getByLabel('Select all on this page').check()
  await olga.page.getByRole('button', { name: 'Deactivate' }).click()
  const dialog = olga.page.getByRole('dialog')
  await dialog.getByText('lena Locked').waitFor()
  await users.deactivateUser({ userId: locked })
  await dialog.getByRole('button', { name: 'Deactivate' }).click()
  await dialog.getByText('1 of 2 accounts deactivated.').waitFor()
  await dialog.getByText(/already deactivated/).waitFor()
  await olga.lookAt('people-partly')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await olga.page.getByText('1 selected').waitFor()
  expect(new URL(olga.page.url()).searchParams.get('selected')).toBe(locked)
  expect(await stateOf(guarded)).toBe(UserState.INACTIVE)
  await olga.close()
})

test('people are invited, or given a password that keeps the rules', async () => {
  const root = await world.visit('instanceOwner', '/people?add=person')
  const { page } = root
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await root.lookAt('people-add')
  await dialog.getByLabel('Given name').fill('Ida')
  await dialog.getByLabel('Family name').fill('Invited')
  await dialog.getByLabel('E-mail').fill('ida@new.test')
  await dialog.getByRole('button', { name: 'Create and invite' }).click()
  await dialog.getByText('This field is needed.').waitFor()
  await dialog.getByRole('textbox', { name: 'Organization' }).fill('boreal')
  await page.getByRole('option', { name: otherName }).click()
  await dialog.getByRole('button', { name: 'Create and invite' }).click()
  await page.waitForURL(/\/people\/\d+/)
  const ida = await find('ida@new.test')
  expect(ida).toMatchObject({ details: { resourceOwner: otherId }, preferredLoginName: 'ida@new.test' })
  expect(await eventTypes(ida?.userId)).toContain('user.human.invite.code.added')

  await root.go(`/people?add=person&org=${orgId}`)
  await dialog.getByLabel('Given name').fill('Pia')
  await dialog.getByLabel('Family name').fill('Password')
  await dialog.getByLabel('E-mail').fill('pia@new.test')
  await dialog.getByLabel('The address is verified').check()
  await dialog.getByLabel('User name').fill('pia')
  await dialog.getByLabel('Set a first password').check()
  await dialog.getByLabel(/^Password(?! again)/).fill('short')
  await dialog.getByLabel('Password again').fill('short')
  await dialog.getByText('At least 8 characters (missing)').waitFor()
  await dialog.getByText('A lowercase letter (a–z) (done)').waitFor()
  await root.lookAt('people-password')
  await dialog.getByRole('button', { name: 'Create with password' }).click()
  await dialog.getByText('The password does not have all that is needed.').waitFor()
  await dialog.getByLabel(/^Password(?! again)/).fill('Correct-Horse-9')
  await dialog.getByLabel('Password again').fill('Correct-Horse-9')
  await dialog.getByRole('button', { name: 'Create with password' }).click()
  await page.waitForURL(/\/people\/\d+/)
  expect(await find('pia@new.test')).toMatchObject({
    username: 'pia',
    type: { case: 'human', value: { email: { isVerified: true }, passwordChangeRequired: true } },
  })

  await root.close()
})

test('people are set up later without a mail, and machines are created', async () => {
  const root = await world.visit('instanceOwner', `/people?add=person&org=${orgId}`)
  const { page } = root
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Given name').fill('Lia')
  await dialog.getByLabel('Family name').fill('Later')
  await dialog.getByLabel('E-mail').fill('lia@new.test')
  await dialog.getByLabel('Set up later').check()
  await dialog.getByRole('button', { name: 'Display name, language' }).click()
  await dialog.getByLabel('Nickname').fill('Li')
  await dialog.getByLabel('Language').selectOption('de')
  await root.lookAt('people-later')
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await page.waitForURL(/\/people\/\d+/)
  const lia = await find('lia@new.test')
  expect(lia?.type).toMatchObject({ value: { profile: { nickName: 'Li', preferredLanguage: 'de' } } })
  expect(await eventTypes(lia?.userId)).not.toContain('user.human.email.code.added')

  await root.go(`/people?add=machine&org=${orgId}`)
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Robot')
  await dialog.getByLabel('User name').fill('pia')
  await root.lookAt('people-machine')
  await dialog.getByRole('button', { name: 'Create machine' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('User name').fill('robot')
  await dialog.getByRole('button', { name: 'Create machine' }).click()
  await page.waitForURL(/\/people\/\d+/)
  const { result } = await users.listUsers({
    queries: [{ query: { case: 'userNameQuery', value: { userName: 'robot' } } }],
  })
  expect(result[0]?.type).toMatchObject({ case: 'machine', value: { name: 'Robot' } })
  await root.close()
})

async function eventTypes(userId = '') {
  const { json } = await server.rest('GET', `/sallyport/v1/events?streamId=${userId}&limit=50`)
  return (json as { events: { type: string }[] }).events.map(({ type }) => type)
}

test('a file is looked at, imported row by row, and the failed rows are saved', async () => {
  const olga = await world.visit('organizationOwner', `/people-import?org=${orgId}`)
  const { page } = olga
  await olga.lookAt('people-import')
  const choose = (lines: readonly string[]) =>
    page.locator('input[type=file]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\r\n')),
    })
  await choose(['E-Mail;First name', 'x@new.test;X'])
  await page.getByText('The file needs a column for familyName.').waitFor()
  await choose([
    'E-Mail;First name;Last name;User name;Phone;Shoe size',
    `one@new.test;One;${hostile};one;'+41791112233;38`,
    'two@new.test;Two;;two;;',
    'three@new.test;Three;Third;ONE;;',
    'four@new.test;Four;"Fo;urth";pia;;',
    'gwen@people.test;Gwen;Again;gwen2;;',
    'six@new.test;Six;Sixth;;0791112233;',
  ])
  await page.getByText('Columns that are not read: Shoe size.').waitFor()
  await page.getByText('2 rows can be imported; 4 rows cannot, and will be left out.').waitFor()
  const rows = page.getByRole('table', { name: 'What was found' }).getByRole('row')
  for (const [line, problem] of [
    ['3', 'The family name is missing.'],
    ['4', 'The same user name or id as in line 2.'],
    ['6', 'Somebody of the organization has this e-mail address.'],
    ['7', 'The phone number needs its country, such as +41 79 123 45 67.'],
  ])
    await rows
      .filter({ has: page.getByRole('cell', { name: line ?? '', exact: true }) })
      .getByText(problem ?? '')
      .waitFor()
  await olga.lookAt('people-import-preview')
  await page.getByLabel('Send everybody an invitation').check()
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByText('Created: 1; not created: 5.').waitFor()
  await olga.lookAt('people-import-done')
  const one = await find('one@new.test')
  expect(one).toMatchObject({
    username: 'one',
    details: { resourceOwner: orgId },
    type: { value: { profile: { familyName: hostile }, phone: { phone: '+41791112233' } } },
  })
  expect(await eventTypes(one?.userId)).toContain('user.human.invite.code.added')
  expect(await find('four@new.test'), 'its user name is taken').toBeUndefined()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the failed rows' }).click()
  const failed = await readFile(await (await saved).path(), 'utf8')
  expect(failed.split('\r\n')).toHaveLength(7)
  expect(failed).toContain('four@new.test,Four,Fo;urth,pia')
  expect(failed).toContain('Somebody of the organization has this e-mail address.')
  await olga.close()
})

test('the export has everybody whom search and filters leave, and marks formulas', async () => {
  await addHuman('=cmd', { familyName: 'Formula' })
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=formula`)
  await rowCount(olga, 1)
  await olga.page.getByRole('button', { name: 'More' }).click()
  await olga.page.getByRole('menuitem', { name: 'Export as CSV' }).click()
  await olga.lookAt('people-export')
  const saved = olga.page.waitForEvent('download')
  await olga.page.getByRole('button', { name: 'Save as CSV' }).click()
  const csv = await readFile(await (await saved).path(), 'utf8')
  const [header, ...lines] = csv.trimEnd().split('\r\n')
  expect(header).toMatch(/^userId,kind,state,givenName,familyName,displayName,username,/)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(`person,active,"'=cmd",Formula,"'=cmd Formula","'=cmd",`)
  await olga.close()
})

test('an empty page after the last rows does not stay, and elsewhere stays untouched', async () => {
  const root = await world.visit('instanceOwner', `/people?page=9&q=elsa`)
  await row(root, 'elsa Elsewhere').waitFor()
  expect(await stateOf(elsewhere)).toBe(UserState.ACTIVE)
  await root.close()
})
