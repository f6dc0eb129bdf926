import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { peopleAt } from './consolePeople.ts'
import { consoleWorld } from './consoleWorld.ts'
import { compare, noteBodies } from './shownCall.ts'

vi.setConfig({ testTimeout: 150_000 })

const source = path.resolve(import.meta.dirname, '../../../console/src')

/** The components that show the call of whatever they send. */
const showing = /<(FormCard|Confirm|ConfirmByName|ConfirmEffects|PolicyForm|ApiCall|EndButton)\b/

/** Files with a form of their own that shows no call, and why. */
const silent: Readonly<Record<string, string>> = {
  'kit/DialogButtons.tsx': 'the buttons alone',
  'features/person/LostFactorChoice.tsx': 'a choice that the next step of the dialog uses',
  'system/SystemUserForm.tsx': 'the key of a system user stays in the page',
}

test('every form of the console shows the call that it makes', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  )
  const forms = files.filter((name) =>
    /<form\b|type="submit"|type: 'submit'|<DialogButtons\b|useEditForm[<(]/.test(
      readFileSync(path.join(source, name), 'utf8'),
    ),
  )
  expect(forms.length).toBeGreaterThan(50)
  const without = forms.filter((name) => !showing.test(readFileSync(path.join(source, name), 'utf8')))
  expect(without.toSorted()).toEqual(Object.keys(silent).toSorted())
})

const world = await consoleWorld()
const { orgId, projectId } = world
const people = peopleAt(world)

test('the call that a form shows is the one that it sends', async () => {
  const olga = await world.visit('organizationOwner', `/people?add=person&org=${orgId}`)
  const { page } = olga
  await noteBodies(olga)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Given name').fill("O'Hara")
  await dialog.getByLabel('Family name').fill('Shown')
  await dialog.getByLabel('E-mail').fill('shown@calls.test')
  await dialog.getByLabel('Set a first password').check()
  await dialog.getByLabel(/^Password(?! again)/).fill('Correct-Horse-9')
  await dialog.getByLabel('Password again').fill('Correct-Horse-9')
  await compare(page, dialog, 'Create with password')
  await page.waitForURL(/\/people\/\d+/)

  const section = (name: string) => page.locator('section', { has: page.getByRole('heading', { name }) })
  const form = page.locator('form').filter({ has: page.getByLabel('Display name') })
  await form.getByLabel('Display name').fill('Shown Otherwise')
  await compare(page, form, 'Save')
  await olga.heading('Shown Otherwise')
  await page.getByRole('button', { name: 'Change address' }).click()
  await dialog.getByLabel('E-mail address').fill('other@calls.test')
  await compare(page, dialog, 'Save')
  await section('Phone number').getByRole('button', { name: 'Add number' }).click()
  await dialog.getByLabel('Number').fill('+41 79 123 45 67')
  await compare(page, dialog, 'Save')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Deactivate' }).click()
  await dialog.getByLabel('Reason').fill('Left, says HR')
  expect((await compare(page, dialog, 'Deactivate')).reason).toBe('Left%2C%20says%20HR')
  await dialog.waitFor({ state: 'detached' })

  await olga.go(`/people?add=machine&org=${orgId}`)
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Robot')
  await dialog.getByLabel('User name').fill('robot')
  await compare(page, dialog, 'Create machine')
  await page.waitForURL(/\/people\/\d+/)
  await olga.lookAt('call-shown', 'briefly')
  await olga.close()
})

test('dialogs of projects, roles, organizations and policies show the call that they send', async () => {
  const olga = await world.visit('organizationOwner', `/projects/${projectId}?org=${orgId}`)
  const { page } = olga
  await noteBodies(olga)
  const dialog = page.getByRole('dialog')
  const form = page.locator('form').filter({ has: page.getByLabel('Name of the project') })
  await form.getByLabel('Name of the project').fill('Store')
  await compare(page, form, 'Save')
  await olga.heading('Store')
  await olga.go(`/projects/${projectId}/roles?org=${orgId}`)
  await page.getByRole('button', { name: 'Add roles' }).first().click()
  await dialog.getByLabel('Key of role 1').fill('reader')
  await compare(page, dialog, 'Add roles')
  await dialog.waitFor({ state: 'detached' })
  await page
    .getByRole('row', { name: /reader/ })
    .getByRole('button', { name: 'Delete' })
    .click()
  await compare(page, dialog, 'Delete')

  await olga.go(`/organizations/${orgId}?org=${orgId}`)
  const rename = page.locator('form').filter({ has: page.getByLabel('Name of the organization') })
  await rename.getByLabel('Name of the organization').fill('Acme Shown')
  await compare(page, rename, 'Save')
  await olga.heading('Acme Shown')

  await olga.go(`/settings/lockout?org=${orgId}`)
  const limits = page
    .locator('form')
    .filter({ has: page.getByLabel('Wrong passwords until a person is locked') })
  await limits.getByLabel('Wrong passwords until a person is locked').fill('6')
  await limits.getByLabel('A lock ends by itself after').fill('20')
  await compare(page, limits, 'Save')
  await olga.close()
})

test('a question about several people shows the call for the first of them', async () => {
  const ada = await people.addAda('bulk')
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=${ada}`)
  await noteBodies(olga)
  await olga.page.getByLabel('Select all on this page').check()
  await olga.page.getByRole('button', { name: 'Lock', exact: true }).click()
  const dialog = olga.page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Ticket 7')
  expect((await compare(olga.page, dialog, 'Lock')).reason).toBe('Ticket%207')
  await olga.page.getByText('1 of 1 account locked.').waitFor()
  await olga.close()
})

test('forms of settings and looks show the call that they send', async () => {
  const olga = await world.visit('organizationOwner', `/settings/login?org=${orgId}`)
  await noteBodies(olga)
  const { page } = olga
  const region = (name: string) => page.getByRole('region', { name })
  await page.getByLabel('Second factor', { exact: true }).fill('5')
  await compare(page, region('Rules'), 'Save')
  await region('Rules').getByText('Own values').waitFor()
  await page.getByLabel('Second factor', { exact: true }).fill('6')
  await compare(page, region('Rules'), 'Save')
  await olga.go(`/settings/branding?org=${orgId}`)
  await page.getByRole('group', { name: 'Light theme' }).getByLabel('Buttons and links').fill('#0f766e')
  await compare(page, region('Colours and options').locator('form'), 'Save')
  await page.getByText('Prepared, not active yet').waitFor()
  await olga.go(`/settings/privacy?org=${orgId}`)
  const links = page.locator('form').filter({ has: page.getByLabel(/^Terms/) })
  await links.getByLabel(/^Terms/).fill('https://acme.example/terms')
  await compare(page, links, 'Save')
  await olga.go(`/settings/messages?org=${orgId}`)
  const message = page.locator('form').filter({ has: page.getByLabel('Subject', { exact: true }) })
  await message.getByLabel('Subject', { exact: true }).fill('Welcome')
  await compare(page, message, 'Save')
  await olga.close()
})

test('forms that make organizations, applications, keys and log targets show the call that they send', async () => {
  const root = await world.visit('instanceOwner', '/organizations')
  await noteBodies(root)
  const { page } = root
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'New organization' }).click()
  await dialog.getByLabel('Name').fill('Shown')
  await compare(page, dialog, 'New organization')
  await root.heading('Shown')

  await root.go('/settings/keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await dialog.getByLabel('Kind').selectOption('ecdsa-P256')
  await dialog.getByLabel('Reason').fill('Yearly rotation')
  expect((await compare(page, dialog, 'New key')).reason).toBe('Yearly%20rotation')
  await dialog.waitFor({ state: 'detached' })

  await root.go('/settings/log-targets')
  await page.getByRole('button', { name: 'Add a target' }).click()
  await dialog.getByLabel('Name').fill('SIEM')
  await dialog.getByLabel('Address').fill('https://203.0.113.7/in')
  await dialog.getByLabel('Credential').selectOption('A header with a secret value')
  await dialog.getByLabel(/^Value/).fill('Bearer s-4713')
  expect((await compare(page, dialog, 'Add')).body).toMatchObject({ credential: { value: '…' } })
  await root.close()

  const olga = await world.visit('organizationOwner', `/applications/new?org=${orgId}&project=${projectId}`)
  await noteBodies(olga)
  await olga.page.getByRole('button', { name: /^Next\.js/ }).click()
  const form = olga.page.locator('form').filter({ has: olga.page.getByLabel('Name of the application') })
  await form.getByLabel('Name of the application').fill('Shown app')
  await compare(olga.page, form, 'Create application')
  await olga.page.getByRole('button', { name: 'I have copied it' }).click()
  await olga.close()
})
