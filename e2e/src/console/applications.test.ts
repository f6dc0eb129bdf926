import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import {
  type Application,
  ApplicationState,
} from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import {
  OIDCApplicationType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCTokenType,
} from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { expect, test } from 'vitest'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server, projectId, orgId } = world
const applications = server.client(ApplicationService)
const list = `/projects/${projectId}/applications`
const hostile = `<img src=x onerror="document.title='hit'">`

/** How long a written state may take to show at the server. */
const patience = { timeout: 20_000 }

async function ofProject(): Promise<readonly Application[]> {
  const { applications: found } = await applications.listApplications({
    filters: [{ filter: { case: 'projectIdFilter', value: { projectId } } }],
  })
  return found
}

async function named(name: string): Promise<Application> {
  const found = (await ofProject()).find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no application ${name}`)
  return found
}

async function oidcOf(name: string) {
  const { configuration } = await named(name)
  if (configuration.case !== 'oidcConfiguration') throw new Error(`${name} is no OIDC application`)
  return configuration.value
}

const button = ({ page }: ConsoleVisitor, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true })
const tab = async ({ page }: ConsoleVisitor, name: string) => page.getByRole('tab', { name }).click()

/** Reads the secret that is shown once, and closes the dialog. */
async function takeSecret(at: ConsoleVisitor): Promise<string> {
  const dialog = at.page.getByRole('dialog')
  const secret = await dialog.locator('code').first().innerText()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await dialog.waitFor({ state: 'detached' })
  return secret
}

test('a person without rights sees neither applications nor buttons, and is told which right is missing', async () => {
  const nora = await world.visit('nobody')
  await nora.page.goto(`/ui/console${list}`)
  await nora.page.getByText(/needs the right project\.app\.read/i).waitFor()
  await nora.lookAt('applications-refused', 'briefly')
  expect(await button(nora, 'New application').count()).toBe(0)
  await nora.page.goto(`/ui/console/applications/new?project=${projectId}`)
  await nora.heading('New application')
  await nora.page.getByRole('alert').first().waitFor()
  expect(await button(nora, 'Create application').count()).toBe(0)
  await nora.close()
})

test('an application is created by its framework, with project, secret and code', async () => {
  const olga = await world.visit('organizationOwner', `/applications/new?org=${orgId}`)
  await olga.heading('New application')
  await olga.lookAt('applications-new', 'briefly')
  await olga.page.getByText('Create a project', { exact: true }).click()
  await olga.page.getByLabel('Name of the project').fill('Fresh')
  await button(olga, 'Create a project').click()
  await button(olga, /^Next\.js/).waitFor()
  await olga.lookAt('applications-frameworks')
  await olga.page.getByLabel('Search frameworks').fill('next')
  await button(olga, /^Next\.js/).click()
  await olga.page.getByLabel('Name of the application').fill('Storefront')
  await olga.lookAt('applications-review', 'briefly')
  await button(olga, 'Create application').click()
  await olga.page.getByRole('dialog').waitFor()
  const secret = await takeSecret(olga)
  expect(secret.length).toBeGreaterThan(20)
  await olga.heading('Storefront is ready')
  await olga.lookAt('applications-created')
  const { projects } = await server.client(ProjectService).listProjects({})
  const fresh = projects.find(({ name }) => name === 'Fresh')
  expect(fresh?.organizationId).toBe(orgId)
  const { applications: made } = await applications.listApplications({
    filters: [{ filter: { case: 'projectIdFilter', value: { projectId: fresh?.projectId ?? '' } } }],
  })
  expect(made).toMatchObject([
    {
      name: 'Storefront',
      configuration: {
        value: {
          applicationType: OIDCApplicationType.OIDC_APP_TYPE_WEB,
          authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC,
          redirectUris: ['http://localhost:3000/api/auth/callback/sallyport'],
        },
      },
    },
  ])
  const [{ configuration }] = made as [Application]
  const clientId = configuration.case === 'oidcConfiguration' ? configuration.value.clientId : ''
  expect(await olga.page.locator('pre').first().innerText()).toContain(clientId)
  expect(await olga.page.content()).not.toContain(secret)
  await olga.close()
})

test('addresses are checked while they are typed; an API gets a key; names are text', async () => {
  const piet = await world.visit('projectOwner', list)
  await piet.heading('Applications')
  await piet.lookAt('applications-empty', 'briefly')
  await piet.page.getByRole('link', { name: 'New application' }).first().click()
  await button(piet, /^Single-page application/).click()
  await piet.page.getByLabel('Name of the application').fill(hostile)
  const redirects = piet.page.getByRole('combobox', { name: 'Redirect addresses' })
  await redirects.fill('http://app.example.com/cb')
  await redirects.press('Enter')
  await piet.page.getByText('http needs development mode').waitFor()
  await button(piet, 'Create application').click()
  expect(await ofProject()).toEqual([])
  await piet.page.getByRole('switch', { name: 'Development mode' }).click()
  await button(piet, 'Create application').click()
  await piet.heading(`${hostile} is ready`)
  expect((await oidcOf(hostile)).developmentMode).toBe(true)

  await button(piet, 'Create another one').click()
  await button(piet, /^API Nobody/).click()
  await piet.page.getByLabel('Name of the application').fill('Orders')
  await button(piet, 'Create application').click()
  const key = JSON.parse(await takeSecret(piet)) as Record<string, string>
  expect(key).toMatchObject({ type: 'application', appId: (await named('Orders')).applicationId })

  await piet.go(list)
  await piet.page.getByRole('link', { name: hostile }).waitFor()
  await piet.lookAt('applications-list')
  expect(await piet.page.title()).not.toBe('hit')
  await piet.page.getByRole('link', { name: 'Key expiry' }).click()
  await piet.heading('Key expiry')
  await piet.page.getByRole('link', { name: 'Orders' }).waitFor()
  await piet.lookAt('applications-key-expiry', 'briefly')
  await piet.close()
})

test('the configuration is changed, and only what was changed', async () => {
  const { applicationId } = await applications.createApplication({
    projectId,
    name: 'Portal',
    applicationType: {
      case: 'oidcConfiguration',
      value: {
        redirectUris: ['https://portal.example.com/cb'],
        grantTypes: [0, 2],
        clockSkew: { seconds: 3n, nanos: 0 },
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
        loginVersion: { version: { case: 'loginV1', value: {} } },
      },
    },
  })
  const piet = await world.visit('projectOwner', `${list}/${applicationId}`)
  await piet.heading('Portal')
  await piet.lookAt('application-overview')

  await tab(piet, 'Addresses')
  const logout = piet.page.getByRole('combobox', { name: 'Addresses after logout' })
  await logout.fill('https://portal.example.com/bye')
  await logout.press('Enter')
  await piet.lookAt('application-addresses')
  await button(piet, 'Save').click()
  await expect
    .poll(() => oidcOf('Portal'), patience)
    .toMatchObject({
      postLogoutRedirectUris: ['https://portal.example.com/bye'],
      redirectUris: ['https://portal.example.com/cb'],
      grantTypes: [0, 2],
      clockSkew: { seconds: 3n },
      loginVersion: { version: { case: 'loginV1' } },
    })

  await tab(piet, 'Tokens')
  await piet.page.getByLabel('Access token', { exact: true }).selectOption({ label: 'JWT' })
  await piet.page.getByRole('switch', { name: 'Roles in the ID token' }).click()
  await piet.lookAt('application-tokens', 'briefly')
  await button(piet, 'Save').click()
  await expect
    .poll(() => oidcOf('Portal'), patience)
    .toMatchObject({
      accessTokenType: OIDCTokenType.OIDC_TOKEN_TYPE_JWT,
      idTokenRoleAssertion: true,
      accessTokenRoleAssertion: false,
      grantTypes: [0, 2],
    })

  await tab(piet, 'Advanced')
  await piet.page.getByLabel('Login pages').selectOption({ label: 'As the instance says' })
  await button(piet, 'Save').first().click()
  await expect.poll(async () => (await oidcOf('Portal')).loginVersion, patience).toBeUndefined()
  await piet.page.reload()
  await tab(piet, 'Advanced')
  await piet.page.getByLabel('Login pages').selectOption({ label: 'Version 2' })
  const dialog = piet.page.getByRole('dialog')
  const setLogin = async (address: string) => {
    await piet.page.getByLabel('Address of the login pages').fill(address)
    await button(piet, 'Save').first().click()
    await dialog.getByText('its name is not known, or it belongs to a private network').waitFor()
    expect((await oidcOf('Portal')).loginVersion?.version.case).not.toBe('loginV2')
  }
  await setLogin(`${server.url}/own`)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await setLogin('https://login.invalid')
  await piet.lookAt('application-login-unreachable', 'briefly')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await oidcOf('Portal')).loginVersion?.version).toMatchObject({
    ...{ case: 'loginV2', value: { baseUri: 'https://login.invalid' } },
  })
  expect(await button(piet, 'Save').first().isDisabled()).toBe(true)
  await piet.page.getByLabel('Least level of sign-in').selectOption({ label: '2: two factors' })
  await piet.page.getByRole('switch', { name: 'Only pushed authorization requests (PAR)' }).click()
  await piet.lookAt('application-advanced')
  await button(piet, 'Save').last().click()
  await expect
    .poll(() => metadataOf(applicationId), patience)
    .toEqual({
      require_pushed_authorization_requests: true,
      required_acr_values: ['urn:sallyport:aal:2', 'urn:sallyport:aal:3'],
    })
  await tab(piet, 'URLs')
  await piet.page.getByText('/oauth/v2/token').waitFor()
  await piet.lookAt('application-urls', 'briefly')
  expect(
    await piet.page.getByRole('tab', { name: 'Changes' }).count(),
    'needs rights over the organization',
  ).toBe(0)
  await piet.close()

  const olga = await world.visit('organizationOwner', `${list}/${applicationId}?tab=changes`)
  await olga.page.getByText('OpenID Connect settings of the application changed.').first().waitFor()
  await olga.page.getByText(/^Application added\./).waitFor()
  expect(await olga.page.locator('.timeline').innerText()).not.toMatch(/Project|API/)
  await olga.lookAt('application-changes', 'briefly')
  await olga.close()
})

async function metadataOf(applicationId: string): Promise<unknown> {
  let found = '{}'
  await applications.getApplication(
    { applicationId },
    {
      onHeader(headers) {
        found = headers.get('x-sallyport-client-metadata') ?? found
      },
    },
  )
  return JSON.parse(found)
}

test('a change of the method makes the credential in the same step; secrets and keys are replaced', async () => {
  const { applicationId } = await named('Portal')
  const piet = await world.visit('projectOwner', `${list}/${applicationId}`)
  await button(piet, 'Change method').click()
  const dialog = piet.page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Client secret', exact: true }).click()
  await dialog.getByText('A new secret is made now').waitFor()
  await piet.lookAt('application-method', 'briefly')
  await dialog.getByRole('button', { name: 'Change method' }).click()
  await piet.page.getByText('This is shown once').waitFor()
  await piet.lookAt('application-secret', 'briefly')
  const first = await takeSecret(piet)
  const { clientId, authMethodType } = await oidcOf('Portal')
  expect(authMethodType).toBe(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC)
  expect(await introspects(clientId, first)).toBe(true)

  await tab(piet, 'Secret and keys')
  await button(piet, 'Replace secret').click()
  await dialog.getByRole('button', { name: 'Replace secret' }).click()
  await piet.page.getByText('This is shown once').waitFor()
  const second = await takeSecret(piet)
  expect(await introspects(clientId, first)).toBe(false)
  expect(await introspects(clientId, second)).toBe(true)

  await button(piet, 'New key').click()
  await dialog.getByLabel('Last day').fill('2020-01-01')
  await dialog.getByRole('button', { name: 'New key' }).click()
  await dialog.getByText('Choose a day that is not past.').waitFor()
  await dialog.getByLabel('Last day').fill('2099-12-31')
  await dialog.getByRole('button', { name: 'New key' }).click()
  await piet.page.getByText('This is shown once').waitFor()
  await takeSecret(piet)
  const filters = [{ filter: { case: 'applicationIdFilter' as const, value: { applicationId } } }]
  expect((await applications.listApplicationKeys({ filters })).keys).toHaveLength(1)
  await piet.lookAt('application-credentials')
  await button(piet, 'Delete').last().click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await applications.listApplicationKeys({ filters })).keys).toHaveLength(0)
  await piet.close()
})

async function introspects(clientId: string, secret: string): Promise<boolean> {
  const reply = await fetch(`${server.url}/oauth/v2/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams({ token: 'none' }),
  })
  return reply.ok
}

test('settings that break rules are reported in words', async () => {
  const { applicationId } = await applications.createApplication({
    projectId,
    name: 'Old',
    applicationType: {
      case: 'oidcConfiguration',
      value: {
        applicationType: OIDCApplicationType.OIDC_APP_TYPE_NATIVE,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC,
        redirectUris: ['http://example.com/cb'],
      },
    },
  })
  const piet = await world.visit('projectOwner', `${list}/${applicationId}`)
  await piet.page.getByText('A native application cannot keep a secret').waitFor()
  await piet.lookAt('application-compliance', 'briefly')
  await piet.close()
})

test('a sign-in is tried out from the console, with tokens and claims explained', async () => {
  const { applicationId } = await applications.createApplication({
    projectId,
    name: 'Tried',
    applicationType: {
      case: 'oidcConfiguration',
      value: {
        applicationType: OIDCApplicationType.OIDC_APP_TYPE_USER_AGENT,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
        redirectUris: ['https://tried.example.com/cb'],
        grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE],
      },
    },
  })
  const piet = await world.visit('projectOwner', `${list}/${applicationId}?tab=try`)
  await button(piet, 'Allow the console’s address').waitFor()
  await piet.lookAt('application-try-callback', 'briefly')
  await button(piet, 'Allow the console’s address').click()
  await button(piet, 'Start sign-in').waitFor()
  expect(await oidcOf('Tried')).toMatchObject({
    developmentMode: true,
    redirectUris: ['https://tried.example.com/cb', `${server.url}/ui/console/try/callback`],
  })
  await button(piet, 'Start sign-in').click()
  const claims = piet.page.getByRole('table', { name: 'Claims of userinfo' })
  await claims.waitFor()
  expect(await claims.innerText()).toContain(world.people.projectOwner.userId)
  await piet.page.getByText('nonce is the one that was sent: ok').waitFor()
  const { keys } = (await (await fetch(`${server.url}/oauth/v2/keys`)).json()) as JsonWebKeySet
  const signedBy = await piet.page
    .getByText(/^signed by the key \S+ of this instance \(RS256\): ok$/)
    .innerText()
  expect(keys.map(({ kid }) => kid)).toContain(signedBy.split(' ')[4])
  await piet.lookAt('application-tried')
  expect(piet.page.url()).not.toMatch(/token|code=/)
  expect(await piet.page.evaluate(() => JSON.stringify({ ...localStorage }))).toBe('{}')
  await button(piet, 'End these tokens').click()
  await piet.page.getByRole('heading', { name: 'Revocation' }).waitFor()
  await button(piet, 'Take the console’s address away').click()
  await button(piet, 'Allow the console’s address').waitFor()
  expect((await oidcOf('Tried')).redirectUris).toEqual(['https://tried.example.com/cb'])
  await piet.close()
})

test('an application is renamed, deactivated, activated and deleted by its name', async () => {
  const { applicationId } = await named('Orders')
  const root = await world.visit('instanceOwner', `${list}/${applicationId}`)
  await button(root, 'Rename').click()
  const dialog = root.page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Portal')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText(/has this name/).waitFor()
  await dialog.getByLabel('Name').fill('Order API')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await root.heading('Order API')
  await button(root, 'Deactivate').click()
  await dialog.getByRole('button', { name: 'Deactivate' }).click()
  await button(root, 'Activate').waitFor()
  expect((await named('Order API')).state).toBe(ApplicationState.INACTIVE)
  await button(root, 'Activate').click()
  await button(root, 'Deactivate').waitFor()
  expect((await named('Order API')).state).toBe(ApplicationState.ACTIVE)
  await button(root, 'Delete').click()
  await dialog.getByLabel('Type Order API to confirm').fill('Order API')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await root.heading('Applications')
  await expect
    .poll(async () => (await ofProject()).map(({ name }) => name), patience)
    .not.toContain('Order API')
  await root.close()
})

interface JsonWebKeySet {
  readonly keys: readonly { readonly kid: string; readonly n: string }[]
}

test('a client with a private key is tried out; a key that is gone and a false signature are noticed', async () => {
  const { applicationId } = await applications.createApplication({
    projectId,
    name: 'Signed',
    applicationType: {
      case: 'oidcConfiguration',
      value: {
        applicationType: OIDCApplicationType.OIDC_APP_TYPE_WEB,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT,
        redirectUris: [`${server.url}/ui/console/try/callback`],
        grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE],
        developmentMode: true,
      },
    },
  })
  const newKey = () =>
    applications.createApplicationKey({
      applicationId,
      projectId,
      expirationDate: timestampFromDate(new Date(Date.now() + 86_400_000)),
    })
  const [lost, kept] = [await newKey(), await newKey()]
  await applications.deleteApplicationKey({ applicationId, projectId, keyId: lost.keyId })
  const piet = await world.visit('projectOwner', `${list}/${applicationId}?tab=try`)
  const { page } = piet
  const file = page.getByLabel('Key file')
  await file.fill('MIIEpAIBAAKCAQEA')
  await page.getByText('This is no key file').waitFor()
  expect(await button(piet, 'Start sign-in').isDisabled()).toBe(true)

  await file.fill(new TextDecoder().decode(lost.keyDetails))
  await button(piet, 'Start sign-in').click()
  await page.getByText('Response (401)').waitFor()
  expect(await page.getByRole('alert').innerText()).not.toBe('')

  await file.fill(new TextDecoder().decode(kept.keyDetails))
  await button(piet, 'Start again').click()
  await page.getByText(/^signed by the key .+: ok$/).waitFor()
  expect(await page.content()).not.toMatch(/client_assertion=ey/)

  await page.route('**/oauth/v2/keys', async (route) => {
    const { keys } = (await (await route.fetch()).json()) as JsonWebKeySet
    const forged = keys.map((key) => ({ ...key, n: `${key.n.slice(0, 40)}AAAA${key.n.slice(44)}` }))
    await route.fulfill({ json: { keys: forged } })
  })
  await button(piet, 'Start again').click()
  await page.getByText(/^signed by the key .+: wrong$/).waitFor()
  await page.unroute('**/oauth/v2/keys')
  await piet.close()
})
