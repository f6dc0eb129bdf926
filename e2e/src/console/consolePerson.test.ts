import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addMachine, inOrg } from '../tenants.ts'
import { hostile, peopleAt } from './consolePeople.ts'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server, orgId } = world
const { users, addAda, factorsOf, sessionsOf } = peopleAt(world)

/** The acts that a page offers beside copying. */
const buttonsOf = async ({ page }: { readonly page: Page }) => {
  const names = await page
    .locator('main')
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent ?? ''),
    )
  return names.filter((name) => !name.startsWith('Copy'))
}

test('shows every part of a person, with script in names as text', { timeout: 180_000 }, async () => {
  const userId = await addAda('ada')
  await users.updateUser({
    userId,
    userType: { case: 'human', value: { profile: { displayName: `Ada ${hostile}` } } },
  })
  await users.setUserMetadata({
    userId,
    metadata: [{ key: `desk ${hostile}`, value: new TextEncoder().encode(hostile) }],
  })
  const root = await world.visit('instanceOwner', `/people/${userId}`)
  const { page } = root
  await root.heading(`Ada ${hostile}`)
  await page.getByRole('heading', { name: 'Profile' }).waitFor()
  await root.lookAt('person-overview')
  for (const [tab, shown, look] of [
    ['Login & factors', 'Authenticator app', 'person-factors'],
    ['Sessions & tokens', `Firefox on ${hostile}`, 'person-access'],
    ['Why?', 'Policy in effect', 'person-why'],
    ['Roles', 'Is no administrator.', 'person-roles'],
    ['Metadata', `desk ${hostile}`, 'person-metadata'],
    ['Changes', 'Older changes|Details', 'person-changes'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await page
      .getByText(tab === 'Changes' ? /Details/ : shown)
      .first()
      .waitFor()
    await root.lookAt(look)
  }
  await page.reload()
  await page.getByRole('tab', { name: 'Changes', selected: true }).waitFor()
  await root.close()
})

test('the owner of an organization helps a person who has lost a factor, in one go', {
  timeout: 180_000,
}, async () => {
  const userId = await addAda('lost')
  const olga = await world.visit('organizationOwner', `/people/${userId}`)
  const { page } = olga
  await page.getByRole('button', { name: 'Lost factor' }).click()
  const dialog = page.getByRole('dialog', { name: 'Lost factor: Ada lost' })
  const start = dialog.getByRole('button', { name: 'Remove and continue' })
  expect(await start.isDisabled()).toBe(true)
  await dialog.getByLabel('Authenticator app').check()
  await dialog.getByText('1 person loses the last factor.').waitFor()
  await dialog.getByLabel('Show it here').check()
  await dialog.getByLabel('Reason').fill('Phone was stolen')
  await olga.lookAt('person-lost')
  expect(await factorsOf(userId)).toEqual(['totp', 'otp_email'])
  expect(await sessionsOf(userId)).toBe(1)

  await start.click()
  await dialog.getByRole('img', { name: 'The link as a QR code' }).waitFor()
  await olga.lookAt('person-lost-done')
  expect(await factorsOf(userId)).toEqual(['otp_email'])
  expect(await sessionsOf(userId)).toBe(0)
  const reasons = await server.testDatabase.database.query(
    `select distinct stream_type from events where type = 'reason.given' and payload->>'reason' = 'Phone was stolen' order by 1`,
  )
  expect(reasons).toEqual([{ stream_type: 'session' }, { stream_type: 'user' }])
  const link = (await dialog.locator('code').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await olga.close()

  const ada = await world.browser.visitor()
  await ada.plug('platform')
  await ada.open(link)
  await ada.press('Add passkey')
  await expect.poll(() => factorsOf(userId)).toEqual(['otp_email', 'passkey'])
  await ada.close()
})

test('secrets of a machine are shown once, and its credentials are removed', {
  timeout: 180_000,
}, async () => {
  const { userId } = await addMachine(server, { orgId })
  const olga = await world.visit('organizationOwner', `/people/${userId}?tab=credentials`)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'New key' }).click()
  await dialog.getByLabel('Expires at the end of').fill('2001-01-01')
  await dialog.getByRole('button', { name: 'New key' }).click()
  await dialog.getByText('Choose a day in the future.').waitFor()
  await dialog.getByLabel('Never expires').check()
  await dialog.getByRole('button', { name: 'New key' }).click()
  await dialog.getByText('This is shown once').waitFor()
  const key = JSON.parse((await dialog.locator('code').textContent()) ?? '') as Record<string, string>
  expect(key).toMatchObject({ userId, key: expect.stringContaining('PRIVATE KEY') })
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  expect(await page.content()).not.toContain('PRIVATE KEY')

  await page.getByRole('button', { name: 'New token' }).click()
  await dialog.getByRole('button', { name: 'New token' }).click()
  const token = (await dialog.locator('code').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  const own = await server.rest('GET', '/auth/v1/users/me', { token })
  expect(own.status).toBe(200)
  await olga.lookAt('machine-credentials')

  await page.getByRole('button', { name: 'New secret' }).click()
  await dialog.getByRole('button', { name: 'New secret' }).click()
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await page.getByText('Has a secret').waitFor()

  await page.getByRole('button', { name: `Remove: ${key['keyId']}` }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No keys.').waitFor()
  const { result } = await users.listKeys({
    filters: [{ filter: { case: 'userIdFilter', value: { id: userId } } }],
  })
  expect(result).toEqual([])
  await olga.close()
})

test('a person without rights sees the own account only, and a viewer is offered no change', {
  timeout: 180_000,
}, async () => {
  const { organizationOwner, nobody } = world.people
  const nora = await world.visit('nobody', `/people/${nobody.userId}`)
  await nora.page.getByText('This is you.').waitFor()
  expect(await buttonsOf(nora)).toEqual([])
  await nora.go(`/people/${organizationOwner.userId}`)
  await nora.page
    .getByText(/user\.read/)
    .first()
    .waitFor()
  await nora.lookAt('person-refused')
  await nora.close()

  await server
    .client(ManagementService, { headers: inOrg(orgId) })
    .addOrgMember({ userId: nobody.userId, roles: ['ORG_OWNER_VIEWER'] })
  const viewer = await world.visit('nobody', `/people/${organizationOwner.userId}`)
  await viewer.page.getByRole('heading', { name: 'Profile' }).waitFor()
  expect(await buttonsOf(viewer)).toEqual([])
  expect(await viewer.page.getByRole('tab', { name: 'Sessions & tokens' }).count()).toBe(0)
  await viewer.close()
})
