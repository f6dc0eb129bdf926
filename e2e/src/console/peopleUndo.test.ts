import { State } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test, vi } from 'vitest'
import { eventsOf } from '../factors.ts'
import { addProject } from '../projectFixtures.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

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
  { act: 'Deactivate', done: /^2 of 2 accounts deactivated/, after: ['INACTIVE', 'INACTIVE', 'INACTIVE'] },
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

test('an undo leaves alone who was changed by somebody else since, and says so', async () => {
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
  const dialog = await begin(olga, 'Deactivate')
  await dialog.getByRole('button', { name: 'Deactivate', exact: true }).click()
  await dialog.getByText(/^2 of 2 accounts deactivated/).waitFor()
  await users.reactivateUser({ userId: ids.active })
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dialog.getByText('1 of 2 are as they were before.').waitFor()
  await dialog.getByText(/not deactivated/).waitFor()
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

test('given roles are taken back, and deleted authorizations given again as they were', async () => {
  const { projectId, name } = await addProject(server, { orgId, roles: ['reader', 'writer'] })
  const at = { projectId, organizationId: orgId }
  await authorizations.createAuthorization({ ...at, userId: ids.active, roleKeys: ['reader'] })
  const { id } = await authorizations.createAuthorization({
    ...at,
    userId: ids.inactive,
    roleKeys: ['reader', 'writer'],
  })
  await authorizations.deactivateAuthorization({ id })
  const had = await rolesIn(projectId)
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=undo.test`)
  const dialog = await begin(olga, 'Give roles')
  await dialog.getByLabel('Project').fill(name)
  await olga.page.getByRole('option', { name }).click()
  await dialog.getByLabel('writer').check()
  await dialog.getByRole('button', { name: 'Give roles' }).click()
  await dialog.getByText('3 of 3 accounts have the roles.').waitFor()
  expect((await rolesIn(projectId)).length).toBe(3)
  await undo(olga, '2 of 2 are as they were before.')
  expect(await rolesIn(projectId)).toEqual(had)

  await olga.go(`/authorizations?org=${orgId}&project=${projectId}`)
  const question = await begin(olga, 'Delete')
  await question.getByRole('button', { name: 'Delete' }).click()
  await question.getByText('2 of 2 authorizations deleted.').waitFor()
  expect(await rolesIn(projectId)).toEqual([])
  await undo(olga, '2 of 2 are as they were before.')
  expect(await rolesIn(projectId)).toEqual(had)
  await olga.close()
})
