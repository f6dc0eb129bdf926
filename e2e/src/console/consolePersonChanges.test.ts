import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { expect, test, vi } from 'vitest'
import { linkIn, mailroom } from '../mailroom.ts'
import { addOidcProject, loginTokens } from '../oidcFixtures.ts'
import { pageClient } from '../pageClient.ts'
import { passwordSession } from '../people.ts'
import { addGrant, addProject, management } from '../projectFixtures.ts'
import { checkRecoveryCode, operate } from '../recoveryCodes.ts'
import { peopleAt } from './consolePeople.ts'
import { consoleWorld } from './consoleWorld.ts'

const room = await mailroom()
const world = await consoleWorld({ server: room.server })
const { server, orgId, projectId } = world
const { users, addAda, addGuest, stored, factorsOf, sessionsOf, rolesOf, membershipsOf } = peopleAt(world)

const pathOf = ({ pathname, search }: URL) => pathname + search

/** Waits for the code that a press of a button has sent by SMS. */
const codeTo = (number: string) =>
  vi.waitFor(
    async () => {
      const posted = await room.smsTo(number)
      expect(posted).toHaveLength(1)
      return String(posted[0]?.args['code'])
    },
    { timeout: 30_000 },
  )

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
  await dialog.getByLabel('Number').fill('079 123 45 67')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('With the country, such as +41 79 123 45 67.').nth(1).waitFor()
  await dialog.getByLabel('Number').fill('+41 79 123 45 67')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await said('+41791234567')
  const former = await codeTo('+41791234567')
  await page.getByRole('button', { name: 'Send the code again' }).click()
  const code = await codeTo('+41791234567')
  const phone = page.locator('section', { has: page.getByRole('heading', { name: 'Phone number' }) })
  await phone.getByRole('button', { name: 'Enter code' }).click()
  await dialog.getByLabel('Code').fill(former)
  await dialog.getByRole('button', { name: 'Check' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('Code').fill(code)
  await dialog.getByRole('button', { name: 'Check' }).click()
  await phone.getByText('Verified', { exact: true }).waitFor()
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

  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Recovery codes' }).click()
  const takeCode = async () => {
    await dialog.getByText('This is shown once').waitFor()
    const [shown = ''] = ((await dialog.locator('code').textContent()) ?? '').split('\n')
    return shown
  }
  const replaced = await takeCode()
  await olga.lookAt('person-recovery-codes', 'briefly')
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await page.getByRole('button', { name: 'Remove: Recovery codes' }).waitFor()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Replace recovery codes' }).click()
  await dialog.getByRole('button', { name: 'Replace recovery codes' }).click()
  const kept = await takeCode()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  const { sessionId } = await passwordSession(server, userId, 'Correct-Horse-7')
  await expect(checkRecoveryCode(server, sessionId, replaced)).rejects.toThrow()
  await checkRecoveryCode(server, sessionId, kept)

  await page.getByRole('tab', { name: 'Overview' }).click()
  await phone.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Add number' }).waitFor()
  expect(await stored(userId)).toMatchObject({ type: { value: { phone: { phone: '' } } } })
  await olga.close()
})

test('the owner of an organization invites a person who has nothing to log in with', {
  timeout: 180_000,
}, async () => {
  const userId = await addGuest('guest')
  const olga = await world.visit('organizationOwner', `/people/${userId}?tab=factors`)
  const { page } = olga
  await page.getByRole('button', { name: 'Send invitation' }).click()
  await page.getByText('The invitation was sent.').waitFor()
  const [mail] = await room.mailsTo('guest@console.test')
  await olga.lookAt('person-invite', 'briefly')

  await page.getByRole('button', { name: 'Show invitation link' }).click()
  const dialog = page.getByRole('dialog')
  const link = (await dialog.locator('code').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  const mailed = pageClient(server.url)
  await mailed.open(pathOf(linkIn(mail)))
  expect((await mailed.submit({})).status, 'a newer invitation ends the one before').toBe(400)
  const guest = pageClient(server.url)
  await guest.open(pathOf(new URL(link)))
  const accepted = await guest.submit({})
  await guest.open(`/ui/v2/login/password/set${accepted.url.search}`)
  expect((await guest.submit({ password: 'Correct-Horse-7' })).status).toBe(200)
  await page.reload()
  await page.getByRole('button', { name: 'Set a password' }).waitFor()
  expect(await page.getByText('Nothing to log in with').count()).toBe(0)
  await olga.close()
})

test('the owner of an organization gives roles, and reads what a project demands', {
  timeout: 180_000,
}, async () => {
  const userId = await addAda('roles')
  const projects = server.client(ProjectService)
  await projects.addProjectRole({ projectId, roleKey: 'reader', displayName: 'Reader' })
  await projects.updateProject({ id: projectId, projectRoleCheck: true })
  const acme = management(server, orgId)
  await acme.addOrgMember({ userId, roles: ['ORG_OWNER_VIEWER'] })
  await acme.addProjectMember({ projectId, userId, roles: ['PROJECT_OWNER_VIEWER'] })
  const olga = await world.visit('organizationOwner', `/people/${userId}?tab=roles`)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  const said = (text: string) => page.getByText(text).first().waitFor()
  const authorizations = page.getByRole('list', { name: 'Authorizations' })
  await page.getByRole('button', { name: 'Add authorization' }).click()
  await dialog.getByLabel('Project').fill('Sho')
  await page.getByRole('option', { name: 'Shop' }).click()
  await dialog.getByLabel('Reader').check()
  await olga.lookAt('person-authorize')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await authorizations.getByRole('link', { name: 'Shop' }).waitFor()
  expect(await rolesOf(userId)).toEqual([['reader']])
  await authorizations.getByRole('button', { name: 'Change roles: Shop' }).click()
  await dialog.getByLabel('Reader').uncheck()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await said('No roles')
  expect(await rolesOf(userId)).toEqual([[]])
  await authorizations.getByRole('button', { name: 'Remove: Shop' }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await said('No authorizations.')
  expect(await rolesOf(userId)).toEqual([])

  const sold = await addProject(server, { roles: ['writer', 'secret'] })
  await addGrant(server, sold, ['writer'], orgId)
  await page.getByRole('button', { name: 'Add authorization' }).click()
  await dialog.getByLabel('Project').fill(sold.name)
  await page.getByRole('option', { name: sold.name }).click()
  await dialog.getByLabel('writer').check()
  expect(await dialog.getByLabel('secret').count()).toBe(0)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await authorizations.getByRole('button', { name: `Change roles: ${sold.name}` }).click()
  await dialog.getByLabel('writer', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await rolesOf(userId)).toEqual([['writer']])

  await page.getByRole('button', { name: 'Change roles: Acme' }).click()
  await dialog.getByLabel('ORG_USER_MANAGER').check()
  await olga.lookAt('person-membership', 'briefly')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await membershipsOf(userId)).toEqual([
    'ORG_OWNER_VIEWER',
    'ORG_USER_MANAGER',
    'PROJECT_OWNER_VIEWER',
  ])
  await page
    .getByRole('list', { name: 'Administrator of' })
    .getByRole('button', { name: 'Remove: Shop' })
    .click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await membershipsOf(userId)).toEqual(['ORG_OWNER_VIEWER', 'ORG_USER_MANAGER'])

  await page.getByRole('tab', { name: 'Why?' }).click()
  await page.getByRole('textbox', { name: 'For an application of this project' }).fill('Sho')
  await page.getByRole('option', { name: 'Shop' }).click()
  await said('Does not admit this person.')
  await said('Only people with an authorization may use it.')
  expect(await page.getByText('The person has an authorization.').count()).toBe(0)
  await olga.lookAt('person-why-project', 'briefly')

  await olga.close()
})

test('the owner of an organization keeps metadata, ends sessions, locks and deletes', {
  timeout: 180_000,
}, async () => {
  const userId = await addAda('gone')
  const { sessionId } = await passwordSession(server, userId, 'Correct-Horse-7')
  await loginTokens(server, await addOidcProject(server), sessionId)
  const olga = await world.visit('organizationOwner', `/people/${userId}?tab=metadata`)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  const said = (text: string) => page.getByText(text).first().waitFor()
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
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Firefox').waitFor({ state: 'detached' })
  expect(await sessionsOf(userId)).toBe(1)
  await olga.lookAt('person-tokens', 'briefly')
  await page.getByRole('button', { name: 'End all' }).click()
  await dialog.getByRole('button', { name: 'End all' }).click()
  await said('Ended: sessions 1, sets of tokens 1.')
  await said('No sessions.')
  expect(await sessionsOf(userId)).toBe(0)
  const { grants } = await operate(server, 'GET', `users/${userId}/access`)
  expect(grants).toMatchObject([{ live: false, deadBecause: 'revoked' }])

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Lock' }).click()
  await dialog.getByRole('button', { name: 'Lock' }).click()
  await said('A lock after wrong attempts may end by itself; “Why?” says when.')
  expect((await stored(userId))?.state).toBe(UserState.LOCKED)
  await olga.lookAt('person-locked')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await dialog.getByRole('button', { name: 'Unlock' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await stored(userId))?.state).toBe(UserState.ACTIVE)

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await dialog.getByLabel('Type Ada gone to confirm').fill('Ada gone')
  await olga.lookAt('person-delete')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await said('Ada gone was deleted.')
  await expect(stored(userId)).rejects.toThrow()
  await olga.close()
})
