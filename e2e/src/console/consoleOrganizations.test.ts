import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { expect, test } from 'vitest'
import { eventsOf } from '../factors.ts'
import { inOrg } from '../tenants.ts'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const organizations = world.server.client(OrganizationService)
const admin = world.server.client(AdminService)

/** The organization as the server has it. */
async function stored(id: string) {
  const { result } = await organizations.listOrganizations({
    queries: [{ query: { case: 'idQuery', value: { id } } }],
  })
  return result[0]
}

/** The metadata of Acme as the server has it. */
async function metadata() {
  const { metadata: entries } = await organizations.listOrganizationMetadata({ organizationId: world.orgId })
  return entries.map(({ key, value }) => [key, new TextDecoder().decode(value)])
}

const hostile = '<img src=x onerror=alert(1)> & "Co"'

test('an organization is made with a new person as its owner, who is invited', async () => {
  const root = await world.visit('instanceOwner', '/organizations')
  const { page } = root
  await page.getByRole('button', { name: 'New organization' }).click()
  const dialog = page.getByRole('dialog', { name: 'New organization' })
  await dialog.getByLabel('Name').fill('Owned')
  await dialog.getByLabel('A new person').check()
  await dialog.getByRole('button', { name: 'New organization' }).click()
  await dialog.getByText('This is no e-mail address.').waitFor()
  await dialog.getByLabel('Given name').fill('Ines')
  await dialog.getByLabel('Family name').fill('Owner')
  await dialog.getByLabel('E-mail').fill('ines@owned.test')
  await root.lookAt('organization-owner', 'briefly')
  await dialog.getByRole('button', { name: 'New organization' }).click()
  await root.heading('Owned')
  await page.getByRole('list', { name: 'Administrators' }).getByText('Ines Owner').waitFor()
  await page.getByText('An invitation goes to ines@owned.test.').waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const management = world.server.client(ManagementService, { headers: inOrg(id) })
  expect((await management.listOrgMembers({})).result).toMatchObject([
    { email: 'ines@owned.test', roles: ['ORG_OWNER'] },
  ])
  await root.close()
})

test('the owner of the instance makes, renames, deactivates and deletes an organization', async () => {
  const root = await world.visit('instanceOwner', '/organizations')
  const { page } = root
  await page.getByRole('searchbox').fill(world.orgId)
  await page.getByText('1–1 of 1').waitFor()
  await page.getByRole('table').getByText('Acme').first().waitFor()
  await page.getByRole('searchbox').fill('')
  await page.getByText('1–1 of 1').waitFor({ state: 'detached' })
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
  await page.getByRole('list', { name: 'Administrators' }).getByText('ORG_OWNER').waitFor()
  await root.lookAt('organization')

  await page.getByLabel('Name of the organization').fill('Renamed')
  await page.getByRole('button', { name: 'Save' }).click()
  await root.heading('Renamed')
  expect(await stored(id)).toMatchObject({ name: 'Renamed' })

  await page.getByRole('button', { name: 'Set as default' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Set as default' }).click()
  await page.getByText('Default', { exact: true }).waitFor()
  expect((await admin.getDefaultOrg({})).org?.id).toBe(id)
  expect(await page.getByRole('button', { name: 'Set as default' }).count()).toBe(0)
  await admin.setDefaultOrg({ orgId: world.server.first.orgId })

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

test('the owner of an organization adds a domain, metadata and an administrator, and sees what was written', async () => {
  const olga = await world.visit('organizationOwner', `/organizations/${world.orgId}`)
  const { page } = olga
  await page.getByRole('textbox', { name: 'Domain' }).fill('acme.example')
  await page.getByRole('button', { name: 'Add domain' }).click()
  await page.getByRole('table', { name: 'Domains' }).getByText('acme.example').waitFor()
  const { domains } = await organizations.listOrganizationDomains({ organizationId: world.orgId })
  expect(domains.map(({ domain }) => domain)).toContain('acme.example')

  expect(await page.getByRole('button', { name: 'Set as default' }).count()).toBe(0)
  const entries = page.getByRole('list', { name: 'Metadata' })
  await page.getByRole('button', { name: 'Add entry' }).click()
  const entry = page.getByRole('dialog')
  await entry.getByLabel('Key').fill(hostile)
  await entry.getByLabel('Value').fill(hostile)
  await entry.getByRole('button', { name: 'Save' }).click()
  await entries.getByText(hostile).first().waitFor()
  expect(await metadata()).toEqual([[hostile, hostile]])
  await entries.getByRole('button', { name: `Edit: ${hostile}` }).click()
  await entry.getByLabel('Value').fill('gold')
  await entry.getByRole('button', { name: 'Save' }).click()
  await entries.getByText('gold').waitFor()
  expect(await metadata()).toEqual([[hostile, 'gold']])
  await olga.lookAt('organization-metadata', 'briefly')
  await entries.getByRole('button', { name: `Remove: ${hostile}` }).click()
  await entry.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No metadata.').waitFor()
  expect(await metadata()).toEqual([])

  await page.getByRole('button', { name: 'Add administrator' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add administrator' })
  await dialog.getByRole('textbox', { name: 'Person' }).fill('nora')
  await page.getByRole('option', { name: /nora/ }).first().click()
  await dialog.getByLabel(/ORG_USER_MANAGER/).check()
  await dialog.getByLabel('Reason').fill('Stands in for Olga')
  await olga.lookAt('member-add', 'briefly')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('list', { name: 'Administrators' }).getByText('ORG_USER_MANAGER').waitFor()
  expect((await eventsOf(world.server, world.orgId)).slice(-2)).toMatchObject([
    { type: 'reason.given', payload: { reason: 'Stands in for Olga' } },
    { type: 'org.member.added' },
  ])
  await olga.close()
})
