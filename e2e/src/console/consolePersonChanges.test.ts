import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { expect, test } from 'vitest'
import { peopleAt } from './consolePeople.ts'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server, projectId } = world
const { users, addAda, stored, factorsOf, sessionsOf, rolesOf } = peopleAt(world)

test('the owner of an organization changes names, contacts and factors of a person', {
  timeout: 180_000,
}, async () => {
  const userId = await addAda('edit')
  const olga = await world.visit('organizationOwner', `/people/${userId}`)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  const said = (text: string) => page.getByText(text).first().waitFor()

  await page.getByLabel('Display name').fill('')
  await page.getByLabel('Nickname').click()
  await said('This field is needed.')
  await page.getByLabel('Display name').fill('Countess')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await olga.heading('Countess')

  await page.getByRole('button', { name: 'Change address' }).click()
  await dialog.getByLabel('E-mail address').fill('new@console.test')
  await olga.lookAt('person-email')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await said('Not verified')
  await page.getByRole('button', { name: 'Send a code' }).click()
  await said('A code was sent.')
  await page.getByRole('button', { name: 'Enter code' }).click()
  await dialog.getByLabel('Code').fill('WRONG1')
  await dialog.getByRole('button', { name: 'Check' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: 'Add number' }).click()
  await dialog.getByLabel('Number').fill('+41 79 123 45 67')
  await dialog.getByLabel('I know that it belongs to the person').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await said('+41791234567')
  expect(await stored(userId)).toMatchObject({
    type: {
      value: {
        profile: { displayName: 'Countess', nickName: '' },
        email: { email: 'new@console.test', isVerified: false },
        phone: { phone: '+41791234567', isVerified: true },
      },
    },
  })

  await page.getByRole('tab', { name: 'Login & factors' }).click()
  await page.getByRole('button', { name: 'Set a password' }).click()
  await dialog
    .getByLabel(/^Password/)
    .first()
    .fill('short')
  await olga.lookAt('person-password')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Codes by SMS' }).click()
  await page.getByRole('button', { name: 'Remove: Codes by SMS' }).waitFor()
  await page.getByRole('button', { name: 'Remove: Codes by e-mail' }).click()
  await dialog.getByText('Nobody is hit.').waitFor()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await factorsOf(userId)).toEqual(['totp', 'otp_sms'])

  await olga.close()
})

test('the owner of an organization gives roles, keeps metadata, ends a session, locks and deletes', {
  timeout: 180_000,
}, async () => {
  const userId = await addAda('roles')
  await server.client(ProjectService).addProjectRole({ projectId, roleKey: 'reader', displayName: 'Reader' })
  const olga = await world.visit('organizationOwner', `/people/${userId}?tab=roles`)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  const said = (text: string) => page.getByText(text).first().waitFor()
  await page.getByRole('button', { name: 'Add authorization' }).click()
  await dialog.getByLabel('Project').fill('Sho')
  await page.getByRole('option', { name: 'Shop' }).click()
  await dialog.getByLabel('Reader').check()
  await olga.lookAt('person-authorize')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'Shop' }).waitFor()
  expect(await rolesOf(userId)).toEqual([['reader']])
  await page.getByRole('button', { name: 'Change roles: Shop' }).click()
  await dialog.getByLabel('Reader').uncheck()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await said('No roles')
  expect(await rolesOf(userId)).toEqual([[]])
  await page.getByRole('button', { name: 'Remove: Shop' }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await said('No authorizations.')
  expect(await rolesOf(userId)).toEqual([])

  await page.getByRole('tab', { name: 'Metadata' }).click()
  await page.getByRole('button', { name: 'Add entry' }).click()
  await dialog.getByLabel('Key').fill('desk')
  await dialog.getByLabel('Value').fill('B 12')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Edit: desk' }).waitFor()
  const { metadata } = await users.listUserMetadata({ userId })
  expect(metadata.map(({ key, value }) => [key, new TextDecoder().decode(value)])).toEqual([['desk', 'B 12']])

  await page.getByRole('tab', { name: 'Sessions & tokens' }).click()
  await page.getByRole('button', { name: 'End: Firefox' }).click()
  await dialog.getByRole('button', { name: 'End' }).click()
  await said('No sessions.')
  expect(await sessionsOf(userId)).toBe(0)

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Lock' }).click()
  await dialog.getByRole('button', { name: 'Lock' }).click()
  await said('This account is locked.')
  expect((await stored(userId))?.state).toBe(UserState.LOCKED)
  await olga.lookAt('person-locked')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await dialog.getByRole('button', { name: 'Unlock' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await stored(userId))?.state).toBe(UserState.ACTIVE)

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await dialog.getByLabel('Type Ada roles to confirm').fill('Ada roles')
  await olga.lookAt('person-delete')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await said('Ada roles was deleted.')
  await expect(stored(userId)).rejects.toThrow()
  await olga.close()
})
