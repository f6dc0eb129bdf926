import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { expect, test } from 'vitest'
import { addMachine, inOrg } from '../tenants.ts'
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

test('the start leads to all keys and tokens that expire, and each of them to its owner', async () => {
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  const inDays = (days: number) => timestampFromDate(new Date(Date.now() + days * 86_400_000))
  const { userId } = await addMachine(server, { orgId })
  const { tokenId } = await management.addPersonalAccessToken({ userId, expirationDate: inDays(60.5) })
  const { projectId } = world
  const { appId } = await management.addAPIApp({ projectId, name: 'Till', authMethodType: 1 })
  await management.addAppKey({ projectId, appId, type: 1, expirationDate: inDays(20.5) })

  const root = await world.visit('instanceOwner')
  const { page } = root
  await page.getByRole('link', { name: 'All keys and tokens that expire' }).click()
  await root.heading('All keys and tokens that expire')
  const table = page.getByRole('table', { name: 'All keys and tokens that expire' })
  const rows = table.locator('tbody').getByRole('row')
  await rows.filter({ hasText: 'Key of an application' }).getByText('in 20 days').waitFor()
  await rows.filter({ hasText: tokenId }).getByText('Acme').waitFor()
  expect(await rows.count()).toBe(2)
  expect(await rows.first().textContent()).toContain('Till')
  await root.lookAt('expiring')
  await page.getByRole('combobox', { name: 'Period' }).selectOption('Within 30 days')
  await rows.filter({ hasText: tokenId }).waitFor({ state: 'detached' })
  await page.getByRole('combobox', { name: 'Period' }).selectOption('Within a year')
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Personal access token')
  await page.waitForURL((url) => url.searchParams.get('kind') === 'personal_access_token')
  await rows.filter({ hasText: 'Till' }).waitFor({ state: 'detached' })
  await rows.getByRole('link', { name: 'Machine' }).click()
  await page.waitForURL((url) => url.pathname.endsWith(`/people/${userId}`))
  await page.getByText(tokenId).first().waitFor()
  await root.close()

  const piet = await world.visit('projectOwner')
  await piet.page.keyboard.press('Control+k')
  await piet.page.getByRole('dialog').getByRole('textbox').fill('expire')
  await piet.page.getByRole('option', { name: 'All keys and tokens that expire' }).click()
  await piet.page.getByRole('link', { name: 'Till' }).click()
  await piet.heading('Till')
  await piet.close()
})
