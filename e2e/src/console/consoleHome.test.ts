import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { expect, test } from 'vitest'
import { inOrg } from '../tenants.ts'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server, orgId } = world

test('the start shows figures, what needs attention, first steps and coverage', async () => {
  await server
    .client(ManagementService, { headers: inOrg(orgId) })
    .lockUser({ id: world.people.nobody.userId })
  const root = await world.visit('instanceOwner')
  const { page } = root
  await page.getByRole('heading', { name: 'People who are locked: 1' }).waitFor()
  await page
    .getByRole('list', { name: 'People who are locked' })
    .getByRole('link', { name: /nora/ })
    .waitFor()
  const steps = page.getByRole('list', { name: 'First steps' })
  const mail = steps.getByRole('listitem').filter({ hasText: 'mail provider' })
  await mail.getByText('To do').waitFor()
  await steps.getByRole('listitem').filter({ hasText: 'Create an organization' }).getByText('Done').waitFor()
  const coverage = page.getByRole('table', { name: 'Factors by organization' })
  await coverage.getByRole('row').filter({ hasText: 'Acme' }).getByText('3', { exact: true }).waitFor()
  await page.locator('.recharts-bar').first().waitFor()
  await root.lookAt('home')
  await page.getByText('As a table').click()
  const today = page.getByRole('table', { name: 'As a table' }).getByRole('row').nth(1)
  expect(Number(await today.getByRole('cell').nth(3).textContent())).toBe(1)
  await root.close()
})

test('a first step is done once the server has what it asks for', async () => {
  await server
    .client(AdminService)
    .addEmailProviderHTTP({ endpoint: 'https://mail.console.test/send', description: 'mails' })
  const { result } = await server.client(AdminService).listEmailProviders({})
  await server.client(AdminService).activateEmailProvider({ id: result[0]?.id ?? '' })
  const root = await world.visit('instanceOwner')
  const mail = root.page.getByRole('listitem').filter({ hasText: 'mail provider' })
  await mail.getByText('Done').waitFor()
  await root.close()
})

test('an organization has its own start; a member of one project has no figures', async () => {
  const olga = await world.visit('organizationOwner', `/?org=${orgId}`)
  await olga.page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  expect(await olga.page.getByText('First steps').count()).toBe(0)
  expect(await olga.page.getByText('Factors by organization').count()).toBe(0)
  await olga.close()
  const piet = await world.visit('projectOwner')
  await piet.page.getByText('Figures need the right user.read here.').waitFor()
  await piet.close()
})
