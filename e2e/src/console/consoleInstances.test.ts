import { InstanceService } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { expect, test } from 'vitest'
import { systemKeyFile, systemToken, systemUsersEnvironment } from '../systemUsers.ts'
import { outcome } from '../tenants.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld({
  environment: systemUsersEnvironment({
    operator: undefined,
    viewer: [{ memberType: 'System', roles: ['SYSTEM_OWNER_VIEWER'] }],
    support: [{ memberType: 'IAM', roles: ['IAM_OWNER'] }],
  }),
})
const { server } = world
const token = await systemToken(server, 'operator', { expiresAt: 3000 })
const instances = server.client(InstanceService, { token })
const system = server.client(SystemService, { token })

/** The address of the configuration, without the port that only the test knows. */
const audience = 'http://localhost'
const hostile = '<img src=x onerror=alert(1)> & "Co"'

async function chooseKey({ page }: ConsoleVisitor, content: string): Promise<void> {
  const buffer = Buffer.from(content)
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: `${hostile}.pem`, mimeType: 'application/x-pem-file', buffer })
}

/** Opens a page as a system user, who gives the key at the form. */
async function workAs(name: string, path = '/instances'): Promise<ConsoleVisitor> {
  const visitor = await world.visitUnknown(path)
  await visitor.page.getByLabel('Id of the system user').fill(name)
  await chooseKey(visitor, systemKeyFile())
  await visitor.page.getByLabel('Address of the server').fill(audience)
  await visitor.page.getByRole('button', { name: 'Begin' }).click()
  await visitor.page.getByText(`System user ${name}`).waitFor()
  return visitor
}

async function found(domain: string) {
  const filter = { case: 'customDomainsFilter' as const, value: { domains: [domain] } }
  return (await instances.listInstances({ filters: [{ filter }] })).instances[0]
}

const domainsOf = async (instanceId: string) =>
  (await instances.listCustomDomains({ instanceId })).domains
    .filter(({ generated }) => !generated)
    .map(({ domain, primary }) => [domain, primary])

test('the page asks for a key instead of a login, says what is wrong with one, and keeps none', {
  timeout: 180_000,
}, async () => {
  const visitor = await world.visitUnknown('/instances')
  const { page } = visitor
  const sent: string[] = []
  page.on('request', (request) => {
    const headers = Object.values(request.headers())
    sent.push(request.url(), request.postData() ?? '', ...headers)
  })
  const begin = () => page.getByRole('button', { name: 'Begin' }).click()
  const problem = (text: string) => page.getByRole('alert').getByText(text).waitFor()
  await visitor.heading('Work as a system user')
  await visitor.lookAt('system-user')
  await begin()
  await problem('Type the id of the system user.')
  await page.getByLabel('Id of the system user').fill('operator')
  await begin()
  await problem('Choose the file of the private key.')
  await chooseKey(visitor, 'not a key')
  await begin()
  await problem('This file holds no RSA key')
  await chooseKey(visitor, systemKeyFile('pkcs1'))
  await page.getByLabel('Address of the server').fill('http://elsewhere.test')
  await begin()
  await problem('The server does not accept what this key signs.')
  await page.getByLabel('Address of the server').fill(audience)
  await page.getByLabel('Id of the system user').fill('nobody')
  await begin()
  await problem('The server does not accept what this key signs.')
  await visitor.lookAt('system-user-refused', 'briefly')
  await page.getByLabel('Id of the system user').fill('operator')
  await begin()
  await visitor.heading('Instances')

  const kept = await page.evaluate<string[]>(`indexedDB.databases().then((databases) => [
    JSON.stringify(databases),
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]),
    document.documentElement.outerHTML,
  ])`)
  for (const line of systemKeyFile('pkcs8').split('\n').slice(2, -3)) {
    expect([...sent, ...kept].filter((text) => text.includes(line))).toEqual([])
  }
  expect(kept[0]).toBe('[]')
  const lives = sent.filter((text) => text.startsWith('Bearer ')).map(lifeOf)
  expect(lives.length).toBeGreaterThan(1)
  expect(Math.max(...lives)).toBe(60)
  await page.reload()
  await visitor.heading('Work as a system user')
  await visitor.close()
})

/** The seconds for which a token is valid. */
function lifeOf(authorization: string): number {
  const claims = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString())
  return claims.exp - claims.iat
}

test('a system user without the right reads which one is missing, and a viewer changes nothing', async () => {
  const support = await workAs('support')
  await support.page.getByText('This page needs the right system.instance.read here').waitFor()
  await support.page.getByRole('button', { name: 'Stop' }).click()
  await support.heading('Work as a system user')
  await support.close()

  const viewer = await workAs('viewer', `/instances/${server.first.instanceId}`)
  await viewer.page.getByText('This address').waitFor()
  await viewer.page
    .getByRole('list', { name: 'Domains', exact: true })
    .getByText('localhost', { exact: true })
    .waitFor()
  expect(await viewer.page.getByLabel('Name of the instance').isDisabled()).toBe(true)
  for (const name of ['Delete', 'Save', 'Add domain', 'Add trusted domain', /^Remove/])
    expect(await viewer.page.getByRole('button', { name }).count(), String(name)).toBe(0)
  await viewer.close()
})

test('a system user creates an instance with a person as its owner and renames it', {
  timeout: 180_000,
}, async () => {
  const operator = await workAs('operator')
  const { page } = operator
  await operator.lookAt('instances')
  await page.getByRole('button', { name: 'New instance' }).click()
  const dialog = page.getByRole('dialog', { name: 'New instance' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(hostile)
  await dialog.getByRole('button', { name: 'Create the instance' }).click()
  await dialog.getByText('This field is needed.').first().waitFor()
  await dialog.getByLabel('Domain', { exact: true }).fill('localhost')
  await dialog.getByLabel('Given name').fill(hostile)
  await dialog.getByLabel('Family name').fill('Ace')
  await dialog.getByLabel('E-mail').fill('ann@second.test')
  await dialog.getByLabel(/^Password(?! again)/).fill('Correct-Horse-1')
  await dialog.getByLabel('Password again').fill('Correct-Horse-1')
  await operator.lookAt('instance-add', 'briefly')
  await dialog.getByRole('button', { name: 'Create the instance' }).click()
  await dialog.getByText('instances.domain_taken', { exact: true }).waitFor()
  await dialog.getByLabel('Domain', { exact: true }).fill('second.test')
  await dialog.getByRole('button', { name: 'Create the instance' }).click()
  await operator.heading(hostile)
  const made = await found('second.test')
  const instanceId = made?.id ?? ''
  expect(made).toMatchObject({ name: hostile })
  expect((await system.listIAMMembers({ instanceId })).result).toMatchObject([
    { firstName: hostile, email: 'ann@second.test', roles: ['IAM_OWNER'] },
  ])

  await page.getByLabel('Name of the instance').fill('Second')
  await page.getByRole('button', { name: 'Save' }).click()
  await operator.heading('Second')
  expect(await found('second.test')).toMatchObject({ name: 'Second' })

  await operator.close()
})

test('a system user gives an instance domains, takes them away, and deletes it by its name', {
  timeout: 180_000,
}, async () => {
  const { instanceId } = await system.createInstance({
    instanceName: hostile,
    customDomain: 'fourth.test',
    owner: { case: 'machine', value: { userName: 'robot', name: 'Robot' } },
  })
  const operator = await workAs('operator', `/instances/${instanceId}`)
  const { page } = operator
  await operator.heading(hostile)
  const custom = page.getByRole('list', { name: 'Domains', exact: true })
  await page.getByLabel('New domain').fill('third.test')
  await page.getByRole('button', { name: 'Add domain' }).click()
  await page.getByRole('button', { name: 'Make primary: third.test' }).click()
  await custom.getByRole('listitem').filter({ hasText: 'third.test' }).getByText('Primary').waitFor()
  expect((await domainsOf(instanceId)).toSorted()).toEqual([
    ['fourth.test', false],
    ['third.test', true],
  ])
  await page.getByLabel('New trusted domain').fill('proxy.test')
  await page.getByRole('button', { name: 'Add trusted domain' }).click()
  await page.getByRole('list', { name: 'Trusted domains' }).getByText('proxy.test').waitFor()
  await operator.lookAt('instance')
  for (const domain of ['fourth.test', 'proxy.test']) {
    await page.getByRole('button', { name: `Remove: ${domain}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('button', { name: `Remove: ${domain}` }).waitFor({ state: 'detached' })
  }
  expect(await domainsOf(instanceId)).toEqual([['third.test', true]])
  expect((await instances.listTrustedDomains({ instanceId })).trustedDomain).toEqual([])

  await page.getByRole('button', { name: 'Delete' }).click()
  const confirm = page.getByRole('dialog')
  expect(await confirm.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
  await confirm.getByLabel(`Type ${hostile} to confirm`).fill(hostile)
  await confirm.getByRole('button', { name: 'Delete' }).click()
  await operator.heading('Instances')
  expect(await outcome(instances.getInstance({ instanceId }))).toBe('NotFound instances.not_found')
  await operator.close()
})

test('the token of a machine that owns a new instance is shown once, and works there', async () => {
  const operator = await workAs('operator')
  const { page } = operator
  await page.getByRole('button', { name: 'New instance' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Machines')
  await dialog.getByLabel('Domain', { exact: true }).fill('machines.test')
  await dialog.getByLabel('A machine').check()
  await dialog.getByLabel('User name of the machine').fill('robot')
  await dialog.getByLabel('Last day of the token').fill('2020-01-01')
  await dialog.getByRole('button', { name: 'Create the instance' }).click()
  await dialog.getByText('Choose a day to come.').waitFor()
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await dialog.getByLabel('Last day of the token').fill(inAMonth)
  await dialog.getByRole('button', { name: 'Create the instance' }).click()
  await dialog.getByText('Access token of its owner').waitFor()
  const shown = await dialog.locator('code').innerText()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await operator.heading('Machines')
  const at = { token: shown, headers: { 'x-zitadel-instance-host': 'machines.test' } }
  expect((await server.client(AdminService, at).getMyInstance({})).instance?.name).toBe('Machines')
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Instances' }).click()
  await operator.heading('Instances')
  await page.getByLabel('Search by id or whole domain').fill('machines.test')
  const names = () => page.getByRole('table', { name: 'Instances' }).getByRole('link').allInnerTexts()
  await expect.poll(names, { timeout: 20_000 }).toEqual(['Machines'])
  await operator.close()
})

test('administrators of an instance find the page by the palette alone, and no instance on it', async () => {
  const root = await world.visit('instanceOwner')
  const { page } = root
  expect(await page.getByRole('navigation', { name: 'Navigation' }).getByText('Instances').count()).toBe(0)
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: /Name, e-mail/ }).fill('system user')
  await page.getByRole('option', { name: 'Work as a system user' }).click()
  await root.heading('Work as a system user')
  await page.getByRole('link', { name: 'Console' }).click()
  await root.heading('Start')
  await root.close()
})
