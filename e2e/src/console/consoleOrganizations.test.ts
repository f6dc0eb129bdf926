import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { expect, test } from 'vitest'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const organizations = world.server.client(OrganizationService)

/** The organization as the server has it. */
async function stored(id: string) {
  const { result } = await organizations.listOrganizations({
    queries: [{ query: { case: 'idQuery', value: { id } } }],
  })
  return result[0]
}

const hostile = '<img src=x onerror=alert(1)> & "Co"'

test('the owner of the instance makes, renames, deactivates and deletes an organization', async () => {
  const root = await world.visit('instanceOwner', '/organizations')
  const { page } = root
  await root.lookAt('organizations')
  await page.getByRole('button', { name: 'New organization' }).click()
  const dialog = page.getByRole('dialog', { name: 'New organization' })
  await dialog.getByRole('button', { name: 'New organization' }).click()
  await dialog.getByText('This field is needed.').waitFor()
  await dialog.getByLabel('Name').fill(hostile)
  await root.lookAt('organization-add', 'briefly')
  await dialog.getByRole('button', { name: 'New organization' }).click()
  await root.heading(hostile)
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  expect(await stored(id)).toMatchObject({ name: hostile, state: 1 })
  await page.getByRole('table', { name: 'Administrators' }).getByText('ORG_OWNER').waitFor()
  await root.lookAt('organization')

  await page.getByLabel('Name of the organization').fill('Renamed')
  await page.getByRole('button', { name: 'Save' }).click()
  await root.heading('Renamed')
  expect(await stored(id)).toMatchObject({ name: 'Renamed' })

  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await page.getByText('Inactive').waitFor()
  expect(await stored(id)).toMatchObject({ state: 2 })

  await page.getByRole('button', { name: 'Delete' }).click()
  const confirm = page.getByRole('dialog')
  expect(await confirm.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
  await confirm.getByLabel('Type Renamed to confirm').fill('Renamed')
  await root.lookAt('organization-delete', 'briefly')
  await confirm.getByRole('button', { name: 'Delete' }).click()
  await root.heading('Organizations')
  expect(await stored(id)).toBeUndefined()
  await root.close()
})

test('the owner of an organization adds a domain and an administrator, and sees what was written', async () => {
  const olga = await world.visit('organizationOwner', `/organizations/${world.orgId}`)
  const { page } = olga
  await page.getByRole('textbox', { name: 'Domain' }).fill('acme.example')
  await page.getByRole('button', { name: 'Add domain' }).click()
  await page.getByRole('table', { name: 'Domains' }).getByText('acme.example').waitFor()
  const { domains } = await organizations.listOrganizationDomains({ organizationId: world.orgId })
  expect(domains.map(({ domain }) => domain)).toContain('acme.example')

  await page.getByRole('button', { name: 'Add administrator' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add administrator' })
  await dialog.getByLabel('Person').fill('nora')
  await page.getByRole('option', { name: /nora/ }).first().click()
  await dialog.getByLabel(/ORG_USER_MANAGER/).check()
  await olga.lookAt('member-add', 'briefly')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('table', { name: 'Administrators' }).getByText('ORG_USER_MANAGER').waitFor()
  await olga.close()
})
