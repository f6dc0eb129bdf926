import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { expect, test } from 'vitest'
import { addOrg } from '../tenants.ts'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server } = world
const projects = server.client(ProjectService)
const authorizations = server.client(AuthorizationService)
const partner = await addOrg(server, 'Partner')

const hostile = '<img src=x onerror=alert(1)> & "Co"'

/** The id of the project in the address of a page. */
function idIn(address: string): string {
  return new URL(address).pathname.split('/')[4] ?? ''
}

test('the owner of an organization makes a project, sets it up and deletes it', async () => {
  const olga = await world.visit('organizationOwner', '/projects')
  const { page } = olga
  await page.getByRole('table', { name: 'Projects' }).getByText('Shop').waitFor()
  await olga.lookAt('projects')
  await page.getByRole('button', { name: 'New project' }).click()
  const dialog = page.getByRole('dialog', { name: 'New project' })
  await dialog.getByRole('button', { name: 'New project' }).click()
  await dialog.getByText('This field is needed.').waitFor()
  await dialog.getByLabel('Name').fill(hostile)
  await olga.lookAt('project-add')
  await dialog.getByRole('button', { name: 'New project' }).click()
  await olga.heading(hostile)
  const projectId = idIn(page.url())
  await page.getByLabel('Name of the project').waitFor()
  await olga.lookAt('project')

  await page.getByLabel('Name of the project').fill('Depot')
  await page.getByLabel('Only people with a role').click()
  await page.getByLabel('How well people must prove who they are').selectOption('urn:sallyport:aal:2')
  await page.getByRole('button', { name: 'Save' }).click()
  await olga.heading('Depot')
  const acr = await new Promise<string | null>((resolve) => {
    void projects.getProject(
      { projectId },
      { onHeader: (headers) => resolve(headers.get('x-sallyport-required-acr')) },
    )
  })
  expect(acr).toBe('urn:sallyport:aal:2')
  const { project } = await projects.getProject({ projectId })
  expect(project).toMatchObject({
    name: 'Depot',
    authorizationRequired: true,
    projectRoleAssertion: false,
    projectAccessRequired: false,
  })
  expect(await page.getByLabel('How well people must prove who they are').inputValue()).toBe(
    'urn:sallyport:aal:2',
  )

  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await page.getByText('Inactive', { exact: true }).waitFor()
  expect((await projects.getProject({ projectId })).project).toMatchObject({ state: 2 })
  await page.getByRole('button', { name: 'Activate' }).click()
  await page.getByText('Active', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByLabel('Type Depot to confirm').fill('Depot')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await olga.heading('Projects')
  await expect(projects.getProject({ projectId })).rejects.toMatchObject({ code: 5 })
  await olga.close()
})

test('roles are added several at once, and changed', async () => {
  const { projectId } = world
  const olga = await world.visit('organizationOwner', `/projects/${projectId}/roles`)
  const { page } = olga
  await page.getByRole('button', { name: 'Add roles' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add roles' })
  await dialog.getByLabel('Key of role 1').fill('reader')
  await dialog.getByRole('button', { name: 'One more role' }).click()
  await dialog.getByLabel('Key of role 2').fill('reader')
  await dialog.getByRole('button', { name: 'Add roles' }).click()
  await dialog.getByText('This key is there twice.').waitFor()
  await dialog.getByLabel('Key of role 2').fill('writer')
  await dialog.getByLabel('Name of role 2').fill(hostile)
  await olga.lookAt('roles-add')
  await dialog.getByRole('button', { name: 'Add roles' }).click()
  const table = page.getByRole('table', { name: 'Roles' })
  await table.getByText(hostile).waitFor()
  const { projectRoles } = await projects.listProjectRoles({ projectId })
  expect(projectRoles.map(({ key, displayName }) => [key, displayName]).sort()).toEqual([
    ['reader', 'reader'],
    ['writer', hostile],
  ])
  await olga.lookAt('roles')
  await table
    .getByRole('row', { name: /reader/ })
    .getByRole('button', { name: 'Edit' })
    .click()
  await page.getByRole('dialog').getByLabel('Group').fill('staff')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await table.getByText('staff').waitFor()
  await olga.close()
})

test('a person is given roles, which the same dialog changes, and loses those that are deleted', async () => {
  const { projectId, orgId } = world
  await projects.addProjectRole({ projectId, roleKey: 'picker', displayName: hostile })
  await projects.addProjectRole({ projectId, roleKey: 'packer', displayName: 'Packer' })
  const olga = await world.visit('organizationOwner', `/authorizations?project=${projectId}`)
  const { page } = olga
  await page.getByRole('button', { name: 'Add authorization' }).first().click()
  const give = page.getByRole('dialog', { name: 'Add authorization' })
  await give.getByLabel('Person').fill('nora')
  await page.getByRole('option', { name: /nora/ }).first().click()
  await give.getByLabel(/packer/).check()
  await olga.lookAt('authorization-add')
  await give.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('table', { name: 'Authorizations' }).getByText('packer').waitFor()
  const { userId } = world.people.nobody
  const held = async () => {
    const found = await authorizations.listAuthorizations({
      filters: [{ filter: { case: 'inUserIds', value: { ids: [userId] } } }],
    })
    return found.authorizations.map(({ roles, state, organization }) => ({
      roles: roles.map(({ key }) => key).sort(),
      state,
      organization: organization?.id,
    }))
  }
  expect(await held()).toEqual([{ roles: ['packer'], state: 1, organization: orgId }])
  await olga.lookAt('authorizations')

  // The same dialog finds what the person has, and changes it.
  await page.getByRole('button', { name: 'Add authorization' }).first().click()
  await give.getByLabel('Person').fill('nora')
  await page.getByRole('option', { name: /nora/ }).first().click()
  await give.getByText(/has an authorization there already/).waitFor()
  await give.getByLabel(/picker/).check()
  await give.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('table', { name: 'Authorizations' }).getByText('picker').waitFor()
  expect(await held()).toEqual([{ roles: ['packer', 'picker'], state: 1, organization: orgId }])
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByRole('table', { name: 'Authorizations' }).getByText('Inactive').waitFor()
  expect(await held()).toMatchObject([{ state: 2 }])
  await page.getByLabel('Role', { exact: true }).selectOption('picker')
  await page.getByRole('table', { name: 'Authorizations' }).getByText('picker').waitFor()

  await olga.go(`/projects/${projectId}/roles`)
  const table = page.getByRole('table', { name: 'Roles' })
  await table
    .getByRole('row', { name: /picker/ })
    .getByRole('button', { name: 'Delete' })
    .click()
  const confirm = page.getByRole('dialog', { name: 'Delete this role?' })
  await confirm.getByText('1 authorization and 0 grants lose it.').waitFor()
  await confirm.getByRole('button', { name: 'Delete' }).click()
  await table.getByText('picker').waitFor({ state: 'detached' })
  expect(await held()).toMatchObject([{ roles: ['packer'] }])

  await olga.go(`/authorizations?project=${projectId}`)
  await page.getByRole('table').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Nothing matches the search and filters.').waitFor()
  expect(await held()).toEqual([])
  await olga.close()
})

test('the owner of the instance grants a project, and gives the grant an administrator', async () => {
  const { projectId } = world
  await projects.addProjectRole({ projectId, roleKey: 'seller', displayName: 'Seller' })
  const root = await world.visit('instanceOwner', `/projects/${projectId}/grants`)
  const { page } = root
  await page.getByRole('button', { name: 'Grant to an organization' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Grant to an organization' })
  await dialog.getByLabel('Organization').fill('Partn')
  await page.getByRole('option', { name: /Partner/ }).click()
  await dialog.getByLabel(/seller/).check()
  await root.lookAt('grant-add')
  await dialog.getByRole('button', { name: 'Grant to an organization' }).click()
  await root.heading('Shop for Partner')
  const granted = async () => {
    const { projectGrants } = await projects.listProjectGrants({
      filters: [{ filter: { case: 'grantedOrganizationIdFilter', value: { id: partner.orgId } } }],
    })
    return projectGrants.map(({ grantedRoleKeys, state }) => ({ grantedRoleKeys, state }))
  }
  expect(await granted()).toEqual([{ grantedRoleKeys: ['seller'], state: 1 }])
  await page.getByRole('button', { name: 'Add administrator' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Person' }).fill('nora')
  await page.getByRole('option', { name: /nora/ }).first().click()
  await page.getByRole('dialog').getByLabel('PROJECT_GRANT_OWNER', { exact: true }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('list', { name: 'Administrators' }).getByText('PROJECT_GRANT_OWNER').waitFor()
  await root.lookAt('grant')
  await page.getByLabel(/seller/).uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(granted).toEqual([{ grantedRoleKeys: [], state: 1 }])
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await page.getByText('Inactive', { exact: true }).waitFor()
  expect(await granted()).toMatchObject([{ state: 2 }])
  await root.go(`/projects?org=${partner.orgId}`)
  await page.getByRole('table', { name: 'Projects' }).getByText('Granted', { exact: true }).waitFor()
  await root.go(`/projects/${projectId}/grants/${partner.orgId}`)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await root.heading('Shop: Grants')
  expect(await granted()).toEqual([])
  await root.close()
})

test('the owner of the instance gives a person a role over all of it, and takes it away', async () => {
  const root = await world.visit('instanceOwner', '/administrators')
  const { page } = root
  const table = page.getByRole('list', { name: 'Administrators' })
  await table.getByText('IAM_OWNER', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Add administrator' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Person' }).fill('piet')
  await page.getByRole('option', { name: /piet/ }).first().click()
  await page.getByRole('dialog').getByLabel('IAM_USER_MANAGER', { exact: true }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  const row = table.getByRole('listitem').filter({ hasText: 'piet' })
  await row.getByText('IAM_USER_MANAGER').waitFor()
  await root.lookAt('administrators')
  const { userId } = world.people.projectOwner
  const roles = async () => {
    const { result } = await server.client(AdminService).listIAMMembers({})
    return result.filter((member) => member.userId === userId).map((member) => member.roles)
  }
  expect(await roles()).toEqual([['IAM_USER_MANAGER']])
  await row.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await row.waitFor({ state: 'detached' })
  expect(await roles()).toEqual([])
  await root.close()
})

test('people without the right see neither data nor buttons, and are told which right they lack', async () => {
  const nora = await world.visit('nobody', '/authorizations')
  await nora.page.getByText(/user\.grant\.read/).waitFor()
  await nora.go('/administrators')
  await nora.page.getByText(/iam\.member\.read/).waitFor()
  await nora.go(`/projects/${world.projectId}`)
  await nora.page.getByText(/there is no such project, or you may not read it/i).waitFor()
  expect(await nora.page.getByRole('link', { name: 'Projects' }).count()).toBe(0)
  await nora.close()

  const piet = await world.visit('projectOwner', `/projects/${world.projectId}`)
  await piet.heading('Shop')
  await piet.page.getByLabel('Name of the project').waitFor()
  expect(await piet.page.getByLabel('Name of the project').isEnabled()).toBe(true)
  await piet.go('/projects')
  await piet.page.getByRole('table', { name: 'Projects' }).getByText('Shop').waitFor()
  expect(await piet.page.getByRole('button', { name: 'New project' }).count()).toBe(0)
  await piet.close()
})
