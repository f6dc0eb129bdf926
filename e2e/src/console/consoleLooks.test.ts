import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ThemeMode } from '@zitadel/proto/zitadel/policy_pb.js'
import { expect, test } from 'vitest'
import { inOrg } from '../tenants.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const admin = world.server.client(AdminService)
const management = world.server.client(ManagementService, { headers: inOrg(world.orgId) })
const hostile = '<img src=x onerror=alert(1)> & "Co"'
const here = `?org=${world.orgId}`

const section = ({ page }: ConsoleVisitor, name: string) => page.getByRole('region', { name })
const save = (visitor: ConsoleVisitor, name: string) =>
  section(visitor, name).getByRole('button', { name: 'Save', exact: true }).click()

test('without the right neither looks nor delivery are shown, and an address says which right is missing', async () => {
  const nora = await world.visit('nobody', `/settings/branding${here}`)
  await nora.page.getByText('This page needs the right policy.read here').waitFor()
  expect(await nora.page.getByLabel('Background').count()).toBe(0)
  expect(await nora.page.locator('iframe').count()).toBe(0)
  await nora.go(`/settings/login-texts${here}`)
  await nora.page.getByText('This page needs the right policy.read here').waitFor()
  await nora.close()
})

test('an organization prepares a branding, sees it on the real login page, and makes it active', async () => {
  const olga = await world.visit('organizationOwner', `/settings/branding${here}`)
  const { page } = olga
  await page.getByText('From the instance').waitFor()
  expect(await page.getByRole('button', { name: 'Choose file: Logo', exact: true }).count()).toBe(0)
  const light = page.getByRole('group', { name: 'Light theme' })
  await light.getByLabel('Buttons and links').fill('#0f766e')
  await light.getByLabel('Background').fill('#ffffff')
  await light.getByLabel('Text').fill('#cccccc')
  await light.getByText('Contrast to the background 1.6:1, below 4.5:1.').waitFor()
  await light.getByRole('button', { name: /^Use #/ }).click()
  await light.getByText('below 4.5:1').waitFor({ state: 'detached' })
  await save(olga, 'Colours and options')
  await page.getByText('Prepared, not active yet').waitFor()
  const prepared = (await management.getPreviewLabelPolicy({})).policy
  expect(prepared).toMatchObject({ primaryColor: '#0f766e', backgroundColor: '#ffffff', isDefault: false })
  expect(prepared?.fontColor).not.toBe('#cccccc')
  expect((await management.getLabelPolicy({})).policy?.primaryColor).not.toBe('#0f766e')
  const framed = page.frameLocator('iframe')
  await framed.getByText('Preview of a design').waitFor()

  const chosen = section(olga, 'Pictures and font').locator('input[type=file]').first()
  await chosen.setInputFiles({
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40"><path fill="#0f766e" d="M0 0h160v40H0z"/></svg>',
    ),
  })
  await page.getByRole('img', { name: 'Logo', exact: true }).waitFor()
  await framed.getByText('Preview of a design').waitFor()
  await page.getByText('Dark', { exact: true }).click()
  await framed.locator('body[data-theme=dark]').waitFor()
  await olga.lookAt('branding')

  await page.getByRole('button', { name: 'Make active' }).click()
  await page.getByText('The branding is active.').waitFor()
  const active = (await management.getLabelPolicy({})).policy
  expect(active).toMatchObject({ primaryColor: '#0f766e', isDefault: false })
  expect(active?.logoUrl).not.toBe('')
  await page.getByRole('button', { name: 'Remove: Logo', exact: true }).click()
  await page.getByText('Logo is removed from the prepared branding.').waitFor()
  expect((await management.getPreviewLabelPolicy({})).policy?.logoUrl).toBe('')
  expect((await management.getLabelPolicy({})).policy?.logoUrl).not.toBe('')

  await chosen.setInputFiles({
    name: 'evil.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  })
  await page.getByText('(asset.').waitFor()
  expect((await management.getPreviewLabelPolicy({})).policy?.logoUrl).toBe('')

  await page.getByRole('button', { name: 'Use the branding of the instance' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Use the branding of the instance' }).click()
  await page.getByText('From the instance').waitFor()
  expect((await management.getLabelPolicy({})).policy?.isDefault).toBe(true)
  await olga.close()
})

test('the owner of the instance prepares its branding and makes it active', async () => {
  const root = await world.visit('instanceOwner', '/settings/branding')
  const { page } = root
  await page.getByLabel('Themes', { exact: true }).selectOption('Dark only')
  expect(await page.getByRole('group', { name: 'Light theme' }).count()).toBe(0)
  await save(root, 'Colours and options')
  await page.getByText('Prepared, not active yet').waitFor()
  expect((await admin.getPreviewLabelPolicy({})).policy?.themeMode).toBe(ThemeMode.DARK)
  await page.getByRole('button', { name: 'Make active' }).click()
  await page.getByText('The branding is active.').waitFor()
  expect((await admin.getLabelPolicy({})).policy?.themeMode).toBe(ThemeMode.DARK)
  await root.close()
})

test('a mail server is added, tested, made active and deleted; its password is never shown again', async () => {
  const olga = await world.visit('organizationOwner', `/settings/mail${here}`)
  await olga.page.getByText('Mail delivery is a setting of the whole instance').waitFor()
  await olga.close()

  const root = await world.visit('instanceOwner', '/settings/mail')
  const { page } = root
  const dialog = page.getByRole('dialog')
  await page.getByText('Without an active one no mails are sent.').waitFor()
  await page.getByRole('button', { name: 'Add a mail server' }).click()
  await dialog.getByLabel('Service', { exact: true }).selectOption('Microsoft 365')
  expect(await dialog.getByLabel('Token endpoint').inputValue()).toContain('login.microsoftonline.com')
  await root.lookAt('mail-add', 'briefly')
  await dialog.getByLabel('How to log in there').selectOption('With a password')
  await dialog.getByLabel('Server and port').fill('127.0.0.1:1')
  await dialog.getByRole('switch', { name: 'Encrypt the connection (TLS)' }).uncheck()
  await dialog.getByLabel('Description').fill(hostile)
  await dialog.getByLabel('Address of the sender').fill('login@acme.test')
  await dialog.getByRole('textbox', { name: 'User', exact: true }).fill('mailer')
  await dialog.getByLabel('Password', { exact: true }).fill('very-secret-1')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('This field is needed.').first().waitFor()
  await dialog.getByLabel('Name of the sender').fill(hostile)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('list', { name: 'Providers' }).getByText(hostile).waitFor()
  const [added] = (await admin.listEmailProviders({})).result
  expect(added).toMatchObject({
    description: hostile,
    config: { case: 'smtp', value: { host: '127.0.0.1:1', user: 'mailer', senderName: hostile } },
  })

  await page.getByRole('button', { name: 'Activate' }).click()
  await dialog.getByRole('button', { name: 'Activate' }).click()
  await page.getByRole('button', { name: 'Deactivate' }).waitFor()
  expect((await admin.getEmailProvider({})).config?.id).toBe(added?.id)
  await root.lookAt('mail')

  await page.getByRole('button', { name: 'Change' }).click()
  expect(await dialog.getByLabel('Password', { exact: true }).inputValue()).toBe('')
  await dialog.getByLabel('Name of the sender').fill('Acme')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await admin.getEmailProvider({})).config?.config.value).toMatchObject({ senderName: 'Acme' })

  await page.getByRole('button', { name: 'Send a test mail' }).click()
  await dialog.getByLabel('Send it to').fill('somebody@acme.test')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.getByText('notification.test_failed', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByText('No mails are sent until another provider is active').waitFor()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Without an active one no mails are sent.').waitFor()
  expect((await admin.listEmailProviders({})).result).toEqual([])
  await root.close()
})

test('text messages go through an endpoint whose key is shown once', async () => {
  const root = await world.visit('instanceOwner', '/settings/sms')
  const { page } = root
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Add an HTTP endpoint' }).click()
  await dialog.getByLabel('Address of the endpoint').fill('https://hook.example/sms')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('ZITADEL-Signature').waitFor()
  await root.lookAt('sms-key', 'briefly')
  expect((await admin.listSMSProviders({})).result[0]?.config).toMatchObject({
    case: 'http',
    value: { endpoint: 'https://hook.example/sms' },
  })
  await root.close()
})

test('an organization writes its own text of a message, sees it with example values, and removes it', async () => {
  const olga = await world.visit('organizationOwner', `/settings/messages${here}&message=verifyemail`)
  const { page } = olga
  const preview = section(olga, 'Preview')
  await section(olga, 'Text').getByText('Text of the level above', { exact: true }).waitFor()
  const before = (await management.getCustomVerifyEmailMessageText({ language: 'en' })).customText
  await page.getByLabel('Greeting').fill(`Dear {{.FirstName}} ${hostile}`)
  await preview.getByText(`Dear Ada ${hostile}`).waitFor()
  await save(olga, 'Text')
  await section(olga, 'Text').getByText('Own text', { exact: true }).waitFor()
  const own = (await management.getCustomVerifyEmailMessageText({ language: 'en' })).customText
  expect(own).toMatchObject({ greeting: `Dear {{.FirstName}} ${hostile}`, subject: before?.subject })
  expect((await admin.getCustomVerifyEmailMessageText({ language: 'en' })).customText?.greeting).toBe(
    before?.greeting,
  )
  await olga.lookAt('messages')

  await page.getByLabel('Heading').fill('{{.Unknown}}')
  await save(olga, 'Text')
  await page.getByText('notification.text_invalid', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Undo changes' }).click()
  await page.getByRole('button', { name: 'Remove the own text' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the own text' }).click()
  await section(olga, 'Text').getByText('Text of the level above', { exact: true }).waitFor()
  expect((await management.getCustomVerifyEmailMessageText({ language: 'en' })).customText?.isDefault).toBe(
    true,
  )
  await olga.close()
})

test('login pages say the own texts of an organization, each beside its default, until they are removed', {
  timeout: 180_000,
}, async () => {
  const language = 'de'
  await admin.setCustomLoginText({ language, loginText: { title: 'Instanz' } })
  const olga = await world.visit('organizationOwner', `/settings/login-texts${here}&language=de`)
  const { page } = olga
  const own = async () => (await management.getCustomLoginTexts({ language })).customText
  const framed = page.frameLocator('iframe')
  await framed.getByRole('heading', { name: 'Instanz' }).waitFor()
  expect(await framed.getByText('noch nicht aktiv').count(), 'it is in use').toBe(0)
  await page.getByText('Instance: Instanz').waitFor()
  await page.getByText('Default: Geben Sie den Namen Ihres Kontos ein.').waitFor()
  await page.getByLabel('Title').fill(hostile)
  await page.getByLabel('Description').fill('Zur Probe')
  await save(olga, 'Texts')
  await page.getByText('2 own texts in this language').waitFor()
  expect((await own())?.loginText).toMatchObject({
    title: hostile,
    description: 'Zur Probe',
    nextButtonText: '',
  })
  await framed.getByRole('heading', { name: hostile }).waitFor()
  await olga.lookAt('login-texts')

  await management.setCustomLoginText({
    language,
    loginText: { title: hostile },
    footerText: { help: 'Rat' },
  })
  await page.getByRole('button', { name: 'Use the text above: Title' }).click()
  await save(olga, 'Texts')
  await framed.getByRole('heading', { name: 'Instanz' }).waitFor()
  expect(await own(), 'the text that somebody else has set meanwhile is kept').toMatchObject({
    footerText: { help: 'Rat' },
  })
  expect((await own())?.loginText?.title ?? '').toBe('')
  await page.getByRole('button', { name: 'Remove all own texts of this language' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Remove all own texts of this language' }).click()
  await page.getByText(/own texts? in this language/).waitFor({ state: 'detached' })
  expect((await own())?.isDefault).toBe(true)
  await olga.close()

  const root = await world.visit('instanceOwner', `/settings/login-texts${here}&language=de`)
  await root.page.getByText('Instance: Instanz').waitFor()
  await root.page.getByLabel('Page', { exact: true }).selectOption('Links at the foot')
  await root.page.getByText('Default: Hilfe').waitFor()
  await root.close()
  await admin.resetCustomLoginTextToDefault({ language })
})

test('an English text of the instance is not shown as one in another language that login pages have', async () => {
  await admin.setCustomLoginText({ language: 'en', loginText: { title: 'Come in' } })
  const olga = await world.visit('organizationOwner', `/settings/login-texts${here}&language=fr`)
  await olga.page.getByText('Default: Saisissez').waitFor()
  expect(await olga.page.getByText('Instance:').count()).toBe(0)
  await olga.page.getByLabel('Language', { exact: true }).selectOption('English')
  await olga.page.getByText('Instance: Come in').waitFor()
  await olga.close()
  await admin.resetCustomLoginTextToDefault({ language: 'en' })
})

test('the owner of the instance trusts a domain and no longer', async () => {
  const root = await world.visit('instanceOwner', '/settings/domains')
  const { page } = root
  await page.getByLabel('Domain', { exact: true }).fill('login.acme.test')
  await page.getByRole('button', { name: 'Add trusted domain' }).click()
  await page.getByRole('list', { name: 'Trusted domains' }).getByText('login.acme.test').waitFor()
  expect((await admin.listInstanceTrustedDomains({})).result.map(({ domain }) => domain)).toEqual([
    'login.acme.test',
  ])
  await root.lookAt('domains')
  await page.getByRole('button', { name: 'Remove: login.acme.test' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No trusted domains.').waitFor()
  expect((await admin.listInstanceTrustedDomains({})).result).toEqual([])
  await root.close()
})
