import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { expect, test } from 'vitest'
import { inOrg } from '../tenants.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server, orgId, people } = world
const organizations = server.client(OrganizationService)

/** The forms that make something in an organization: their addresses, and the button that opens a dialog. */
const forms = [
  ['/people?add=person'],
  ['/people?add=machine'],
  ['/people-import'],
  ['/projects', 'New project'],
  ['/applications/new'],
] as const

/** Expects that each form has chosen this organization, '' for none. */
async function expectChosen(at: ConsoleVisitor, name: string) {
  for (const [path, button] of forms) {
    await at.go(path)
    if (button) await at.page.getByRole('button', { name: button }).click()
    const place = button || path.includes('add=') ? at.page.getByRole('dialog') : at.page.getByRole('main')
    const field = place.getByRole('textbox', { name: 'Organization' })
    await field.waitFor()
    await at.page.waitForLoadState('networkidle')
    await expect.poll(() => field.inputValue(), { message: path }).toBe(name)
  }
}

test('of several organizations none is chosen', async () => {
  const root = await world.visit('instanceOwner')
  await expectChosen(root, '')
  await root.close()
})

test('the only organization in which the caller may make something is chosen, and may be another one', async () => {
  const { userId } = people.nobody
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER_VIEWER'] })
  await server
    .client(ManagementService, { headers: inOrg(orgId) })
    .addOrgMember({ userId, roles: ['ORG_OWNER'] })
  const nora = await world.visit('nobody')
  const own = (await organizations.listOrganizations({})).result.find(({ id }) => id === orgId)?.name ?? '-'
  await expectChosen(nora, own)
  const { page } = nora
  await nora.go('/people?add=machine')
  const dialog = page.getByRole('dialog', { name: 'New machine' })
  const field = dialog.getByRole('textbox', { name: 'Organization' })
  await expect.poll(() => field.inputValue()).toBe(own)
  await nora.lookAt('organization-chosen', 'briefly')
  await field.fill('')
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Builder')
  await dialog.getByRole('textbox', { name: 'User name' }).fill('builder')
  await dialog.getByRole('button', { name: 'Create machine' }).click()
  await dialog.getByText('This field is needed.').waitFor()
  expect(await field.inputValue()).toBe('')
  await field.fill('acm')
  await page.getByRole('option', { name: own }).click()
  await dialog.getByRole('button', { name: 'Create machine' }).click()
  await nora.heading('Builder')
  await nora.close()
})

test('the only organization of an instance is chosen', async () => {
  await organizations.deleteOrganization({ organizationId: orgId })
  const { result } = await organizations.listOrganizations({})
  expect(result).toHaveLength(1)
  const [only] = result
  const root = await world.visit('instanceOwner')
  await expectChosen(root, only?.name ?? '-')
  const { page } = root
  await root.go('/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  const dialog = page.getByRole('dialog', { name: 'New project' })
  await dialog.getByLabel('Name').fill('Harbour')
  await dialog.getByRole('button', { name: 'New project' }).click()
  await root.heading('Harbour')
  await root.close()
})
