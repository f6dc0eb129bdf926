import { State } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { beforeEach, expect, test, vi } from 'vitest'
import { eventsOf } from '../factors.ts'
import { addProject } from '../projectFixtures.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'
import { endLogin, logInBeside } from './logInBeside.ts'

vi.setConfig({ testTimeout: 150_000 })

const world = await consoleWorld()
const { server, orgId } = world
const users = server.client(UserService)
const authorizations = server.client(AuthorizationService)

const ids = Object.fromEntries(
  await Promise.all(
    ['active', 'inactive', 'locked'].map(async (name) => {
      const { userId } = await users.addHumanUser({
        organization: { org: { case: 'orgId', value: orgId } },
        username: name,
        profile: { givenName: name, familyName: 'Undone' },
        email: { email: `${name}@undo.test`, verification: { case: 'isVerified', value: true } },
      })
      return [name, userId]
    }),
  ),
) as Record<'active' | 'inactive' | 'locked', string>
await users.deactivateUser({ userId: ids.inactive })
await users.lockUser({ userId: ids.locked })

async function states() {
  const of = async (userId: string) => UserState[(await users.getUserByID({ userId })).user?.state ?? 0]
  return [await of(ids.active), await of(ids.inactive), await of(ids.locked)]
}
const before = ['ACTIVE', 'INACTIVE', 'LOCKED']

/** Brings everybody back to the state before, whatever a test has left. */
beforeEach(async () => {
  const [active, inactive, locked] = await states()
  if (active === 'INACTIVE') await users.reactivateUser({ userId: ids.active })
  if (active === 'LOCKED') await users.unlockUser({ userId: ids.active })
  if (inactive !== 'INACTIVE') await users.deactivateUser({ userId: ids.inactive })
  if (locked === 'INACTIVE') await users.reactivateUser({ userId: ids.locked })
  if (locked !== 'LOCKED') await users.lockUser({ userId: ids.locked })
  expect(await states()).toEqual(before)
})

/** Opens the list with everybody selected, and gives the act. */
async function begin(visitor: ConsoleVisitor, button: string) {
  await visitor.page.getByLabel('Select all on this page').check()
  await visitor.page.getByRole('button', { name: button, exact: true }).first().click()
  return visitor.page.getByRole('dialog')
}

/** Takes the act back, with a reason of its own, and leaves the dialog. */
async function undo({ page }: ConsoleVisitor, said: string, reason = '') {
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByLabel('Reason').inputValue()).toBe('')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dialog.getByText(said).waitFor()
  expect(await dialog.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await dialog.waitFor({ state: 'detached' })
}

test.each([
  { act: 'Reactivate', done: /^1 of 1 account reactivated/, after: ['ACTIVE', 'ACTIVE', 'LOCKED'] },
  { act: 'Lock', done: /^1 of 1 account locked/, after: ['LOCKED', 'INACTIVE', 'LOCKED'] },
  { act: 'Unlock', done: /^1 of 1 account unlocked/, after: ['ACTIVE', 'INACTIVE', 'ACTIVE'] },
])('$act is undone for those whom it changed, and for no others', async ({ act, done, after }) => {
  expect(await states()).toEqual(before)
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
  const dialog = await begin(olga, act)
  await dialog.getByLabel('Reason').fill(`${act}: list of Monday`)
  await dialog.getByRole('button', { name: act, exact: true }).click()
  await dialog.getByText(done).waitFor()
  expect(await states()).toEqual(after)
  if (act === 'Lock') await olga.lookAt('people-undo', 'briefly')
  const changed = after.filter((state, at) => state !== before[at]).length
  await undo(olga, `${changed} of ${changed} are as they were before.`, `${act}: wrong list`)
  expect(await states()).toEqual(before)
  const hit = after.findIndex((state, at) => state !== before[at])
  const events = await eventsOf(server, Object.values(ids)[hit] ?? '')
  expect(events.filter(({ type }) => type === 'reason.given').slice(-2)).toMatchObject([
    { payload: { reason: `${act}: list of Monday` } },
    { payload: { reason: `${act}: wrong list` } },
  ])
  await olga.close()
})

const changedSince = /^Somebody has changed this account since; look at it before you change it/
const wasNotActive = /^The account was not active before/

test('a locked account that was deactivated stays so, because its undo would have to activate it', async () => {
  const had = await statusEvents(ids.locked)
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
  const dialog = await begin(olga, 'Deactivate')
  await dialog.getByLabel('Reason').fill('Deactivate: list of Monday')
  await dialog.getByRole('button', { name: 'Deactivate', exact: true }).click()
  await dialog.getByText(/^2 of 2 accounts deactivated/).waitFor()
  const lasting = dialog.getByRole('table', { name: 'Cannot be undone' })
  const isSaid = async () => {
    expect(await lasting.getByRole('row').count()).toBe(1)
    expect(await lasting.getByRole('row', { name: 'locked Undone' }).getByText(wasNotActive).count()).toBe(1)
  }
  await isSaid()
  await olga.lookAt('people-undo-lasting', 'briefly')
  await dialog.getByLabel('Reason').fill('Deactivate: wrong list')
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dialog.getByText('1 of 1 are as they were before.').waitFor()
  await isSaid()
  expect(await states()).toEqual(['ACTIVE', 'INACTIVE', 'INACTIVE'])
  expect(await statusEvents(ids.locked)).toEqual([...had, 'user.deactivated'])
  expect((await eventsOf(server, ids.active)).slice(-4)).toMatchObject([
    { type: 'reason.given', payload: { reason: 'Deactivate: list of Monday' } },
    { type: 'user.deactivated' },
    { type: 'reason.given', payload: { reason: 'Deactivate: wrong list' } },
    { type: 'user.reactivated' },
  ])
  await olga.close()
})

/** The changes of state of a user, in their order. */
async function statusEvents(userId: string) {
  const events = await eventsOf(server, userId)
  return events.map(({ type }) => type).filter((type) => /^user\.((un)?locked|(de|re)activated)$/.test(type))
}

test.each([
  {
    act: 'Deactivate',
    done: /^2 of 2 accounts deactivated/,
    meanwhile: 'deactivated again by decision of somebody else',
    async change() {
      await users.reactivateUser({ userId: ids.active })
      await users.deactivateUser({ userId: ids.active })
    },
    name: 'active Undone',
    left: ['INACTIVE', 'INACTIVE', 'INACTIVE'],
  },
  {
    act: 'Deactivate',
    done: /^2 of 2 accounts deactivated/,
    meanwhile: 'reactivated and locked',
    async change() {
      await users.reactivateUser({ userId: ids.active })
      await users.lockUser({ userId: ids.active })
    },
    name: 'active Undone',
    left: ['LOCKED', 'INACTIVE', 'INACTIVE'],
  },
  {
    act: 'Reactivate',
    done: /^1 of 1 account reactivated/,
    meanwhile: 'locked',
    change: () => users.lockUser({ userId: ids.inactive }),
    name: 'inactive Undone',
    left: ['ACTIVE', 'LOCKED', 'LOCKED'],
  },
  {
    act: 'Lock',
    done: /^1 of 1 account locked/,
    meanwhile: 'unlocked and locked again',
    async change() {
      await users.unlockUser({ userId: ids.active })
      await users.lockUser({ userId: ids.active })
    },
    name: 'active Undone',
    left: ['LOCKED', 'INACTIVE', 'LOCKED'],
  },
  {
    act: 'Unlock',
    done: /^1 of 1 account unlocked/,
    meanwhile: 'locked and unlocked again',
    async change() {
      await users.lockUser({ userId: ids.locked })
      await users.unlockUser({ userId: ids.locked })
    },
    name: 'locked Undone',
    left: ['ACTIVE', 'INACTIVE', 'ACTIVE'],
  },
])(
  'the undo of $act leaves alone who was $meanwhile since, and says so',
  async ({ act, done, change, name, left }) => {
    const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
    const dialog = await begin(olga, act)
    await dialog.getByRole('button', { name: act, exact: true }).click()
    await dialog.getByText(done).waitFor()
    await change()
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await dialog.getByText('0 of 1 are as they were before.').waitFor()
    const refused = dialog.getByRole('table', { name: 'Refused' }).getByRole('row', { name })
    expect(await refused.getByText(changedSince).count()).toBe(1)
    expect(await states()).toEqual(left)
    await olga.close()
  },
)

test.each([
  {
    seen: 'active, and was locked by then',
    change: () => users.lockUser({ userId: ids.active }),
    left: ['INACTIVE', 'INACTIVE', 'INACTIVE'],
    lasting: ['active Undone', 'locked Undone'],
  },
  {
    seen: 'locked, and was unlocked by then',
    change: () => users.unlockUser({ userId: ids.locked }),
    left: ['ACTIVE', 'INACTIVE', 'ACTIVE'],
    lasting: [],
  },
])('an undo brings back the state at the act, not the one that the list showed: $seen', async (of) => {
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
  const dialog = await begin(olga, 'Deactivate')
  await dialog.getByText('active Undone', { exact: true }).waitFor()
  await of.change()
  await dialog.getByRole('button', { name: 'Deactivate', exact: true }).click()
  await dialog.getByText(/^2 of 2 accounts deactivated/).waitFor()
  const undoing = dialog.getByRole('button', { name: 'Undo' })
  for (const name of of.lasting) {
    const row = dialog.getByRole('table', { name: 'Cannot be undone' }).getByRole('row', { name })
    expect(await row.getByText(wasNotActive).count()).toBe(1)
  }
  if (of.lasting.length === 2) {
    // Nothing is left to undo.
    expect(await undoing.count()).toBe(0)
    expect(await dialog.getByLabel('Reason').count()).toBe(0)
  } else {
    await undoing.click()
    await dialog.getByText('2 of 2 are as they were before.').waitFor()
  }
  expect(await states()).toEqual(of.left)
  await olga.close()
})

test('an undo that fails for lack of a connection or a login can be tried again', async () => {
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
  const { page } = olga
  const dialog = await begin(olga, 'Lock')
  await dialog.getByRole('button', { name: 'Lock', exact: true }).click()
  await dialog.getByText(/^1 of 1 account locked/).waitFor()
  const undoing = dialog.getByRole('button', { name: 'Undo' })
  await page.route('**/UnlockUser', (route) => route.abort())
  await undoing.click()
  await dialog.getByText('0 of 1 are as they were before.').waitFor()
  await dialog.getByText('The server cannot be reached').waitFor()
  await page.unrouteAll()
  await endLogin(olga)
  await undoing.click()
  await dialog.getByRole('alert').getByText('Your login has ended').waitFor()
  expect((await states())[0]).toBe('LOCKED')
  await logInBeside(olga, world.people.organizationOwner, dialog)
  await dialog.getByText('You are logged in again.').waitFor()
  await undo(olga, '1 of 1 are as they were before.')
  expect(await states()).toEqual(before)
  await olga.close()
})

async function rolesIn(projectId: string) {
  const given = await authorizations.listAuthorizations({
    filters: [{ filter: { case: 'projectId', value: { id: projectId } } }],
  })
  return given.authorizations
    .map(({ user, roles, state }) => ({
      userId: user?.id,
      roles: roles.map(({ key }) => key).toSorted(),
      state: State[state],
    }))
    .toSorted((a, b) => (String(a.userId) < String(b.userId) ? -1 : 1))
}

/** A project on which one person has a role, and another one has two by an authorization that is inactive. */
async function projectWithRoles() {
  const { projectId, name } = await addProject(server, { orgId, roles: ['reader', 'writer'] })
  const at = { projectId, organizationId: orgId }
  const active = await authorizations.createAuthorization({
    ...at,
    userId: ids.active,
    roleKeys: ['reader'],
  })
  const inactive = await authorizations.createAuthorization({
    ...at,
    userId: ids.inactive,
    roleKeys: ['reader', 'writer'],
  })
  await authorizations.deactivateAuthorization({ id: inactive.id })
  return { at, name, active: active.id, inactive: inactive.id }
}

/** Gives everybody the role that only one has. */
async function giveWriter(visitor: ConsoleVisitor, project: string) {
  const dialog = await begin(visitor, 'Give roles')
  await dialog.getByLabel('Project').fill(project)
  await visitor.page.getByRole('option', { name: project }).click()
  await dialog.getByLabel('writer').check()
  await dialog.getByRole('button', { name: 'Give roles' }).click()
  await dialog.getByText('3 of 3 accounts have the roles.').waitFor()
  return dialog
}

test('given roles are taken back', async () => {
  const { at, name } = await projectWithRoles()
  const had = await rolesIn(at.projectId)
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
  await giveWriter(olga, name)
  expect((await rolesIn(at.projectId)).length).toBe(3)
  await undo(olga, '2 of 2 are as they were before.')
  expect(await rolesIn(at.projectId)).toEqual(had)
  await olga.close()
})

test('given roles are left to whom somebody has changed them since, even if they are the same again', async () => {
  const { at, name, active } = await projectWithRoles()
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
  const dialog = await giveWriter(olga, name)
  await authorizations.updateAuthorization({ id: active, roleKeys: ['writer'] })
  await authorizations.updateAuthorization({ id: active, roleKeys: ['reader', 'writer'] })
  const given = await authorizations.listAuthorizations({
    filters: [{ filter: { case: 'inUserIds', value: { ids: [ids.locked] } } }],
  })
  const id = given.authorizations.find(({ project }) => project?.id === at.projectId)?.id ?? ''
  await authorizations.deactivateAuthorization({ id })
  const had = await rolesIn(at.projectId)
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dialog.getByText('0 of 2 are as they were before.').waitFor()
  for (const person of ['active Undone', 'locked Undone']) {
    const row = dialog.getByRole('table', { name: 'Refused' }).getByRole('row', { name: person })
    expect(await row.getByText('Somebody has changed these roles since').count()).toBe(1)
  }
  expect(await rolesIn(at.projectId)).toEqual(had)
  await olga.close()
})

/** How often a user has been given roles on a project. */
async function givenTo(userId: string, projectId: string) {
  const { events } = await server.client(AdminService).listEvents({
    eventTypes: ['user.grant.added'],
    limit: 1000,
  })
  return events.filter(({ payload }) => payload?.['userId'] === userId && payload['projectId'] === projectId)
    .length
}

test('deleted authorizations are given again as they were, but inactive ones never, which would be active first', async () => {
  const { at, name } = await projectWithRoles()
  const [active] = (await rolesIn(at.projectId)).filter(({ userId }) => userId === ids.active)
  const olga = await world.visit('organizationOwner', `/authorizations?org=${orgId}&project=${at.projectId}`)
  const dialog = await begin(olga, 'Delete')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByText('2 of 2 authorizations deleted.').waitFor()
  expect(await rolesIn(at.projectId)).toEqual([])
  const lasting = dialog
    .getByRole('table', { name: 'Cannot be undone' })
    .getByRole('row', { name: `inactive Undone, ${name}` })
  expect(await lasting.getByText(/^The authorization was inactive/).count()).toBe(1)
  await olga.lookAt('authorizations-undo', 'briefly')
  await undo(olga, '1 of 1 are as they were before.')
  expect(await rolesIn(at.projectId)).toEqual([active])
  expect(await givenTo(ids.inactive, at.projectId)).toBe(1)
  await olga.close()
})

test('an inactive authorization alone is deleted without an undo', async () => {
  const { at } = await projectWithRoles()
  const olga = await world.visit(
    'organizationOwner',
    `/authorizations?org=${orgId}&project=${at.projectId}&q=inactive`,
  )
  const dialog = await begin(olga, 'Delete')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByText('1 of 1 authorization deleted.').waitFor()
  expect(await dialog.getByText(/^The authorization was inactive/).count()).toBe(1)
  expect(await dialog.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  await olga.close()
})

test('an undo does not give again what somebody else has deleted, changed or given', async () => {
  const { at, active, inactive } = await projectWithRoles()
  const third = await authorizations.createAuthorization({
    ...at,
    userId: ids.locked,
    roleKeys: ['reader', 'writer'],
  })
  await authorizations.activateAuthorization({ id: inactive })
  const olga = await world.visit('organizationOwner', `/authorizations?org=${orgId}&project=${at.projectId}`)
  const dialog = await begin(olga, 'Delete')
  await dialog.getByRole('button', { name: 'Delete' }).waitFor()
  await authorizations.deleteAuthorization({ id: active })
  await authorizations.updateAuthorization({ id: third.id, roleKeys: ['reader'] })
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByText('3 of 3 authorizations deleted.').waitFor()
  await authorizations.createAuthorization({ ...at, userId: ids.inactive, roleKeys: ['reader'] })
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dialog.getByText('1 of 2 are as they were before.').waitFor()
  const refused = dialog.getByRole('table', { name: 'Refused' }).getByRole('row', { name: 'inactive Undone' })
  expect(await refused.getByText(/^Somebody has given this person roles on this project since/).count()).toBe(
    1,
  )
  const left = { roles: ['reader'], state: 'ACTIVE' }
  expect(await rolesIn(at.projectId)).toEqual(
    [
      { userId: ids.inactive, ...left },
      { userId: ids.locked, ...left },
    ].toSorted((a, b) => (a.userId < b.userId ? -1 : 1)),
  )
  await olga.close()
})
