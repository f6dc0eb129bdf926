import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { afterEach, describe, expect, test } from 'vitest'
import { loginCall } from '../../server/src/access/pagePrincipals.ts'
import { registerOrganization } from '../../server/src/features/organizations/index.ts'
import { orgId as brandedOrg } from '../../server/src/kernel/ids.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addOidcApp, addProject, authorizePath, callbackUri } from './oidcLogin.ts'
import { type PageClient, pageClient, type ShownPage } from './pageClient.ts'
import { addOrg, inOrg } from './tenants.ts'

const server = await testServer()
const users = server.client(UserService)
const admin = server.client(AdminService)
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const root = '/ui/v2/login'
const password = 'Correct-Horse-7'
// Nobody is offered a second factor here.
const policy = {
  allowUsernamePassword: true,
  allowRegister: true,
  allowExternalIdp: true,
  allowDomainDiscovery: true,
  passwordlessType: 1,
}
await admin.updateLoginPolicy(policy)
afterEach(async () => {
  await admin.updateLoginPolicy(policy).catch(() => undefined)
})

const authorize = (more: Record<string, string> = {}) => authorizePath(app, more)

const pageOf = ({ url }: ShownPage) => url.pathname.replace(`${root}/`, '')
const wordsOf = ({ document }: ShownPage) =>
  document.querySelector('main')?.textContent.replaceAll(/\s+/g, ' ')
const isAnswered = ({ text }: ShownPage) => text.includes(`${callbackUri}?code=`)

let count = 0
function person(more: Record<string, string> = {}) {
  count += 1
  return { givenName: 'Ada', familyName: 'Lovelace', email: `new${count}@example.test`, password, ...more }
}

async function register(browser: PageClient, entered = person(), address = authorize({ prompt: 'create' })) {
  const shown = await browser.open(address)
  expect([pageOf(shown), shown.status]).toEqual(['register', 200])
  return { entered, shown: await browser.submit(entered) }
}

const findUser = async (email: string) =>
  (
    await users.listUsers({
      queries: [{ query: { case: 'emailQuery', value: { emailAddress: email, method: 1 } } }],
    })
  ).result[0]

test('a person registers and is back at the application, with the language of the page', async () => {
  const { entered, shown } = await register(
    pageClient(server.url),
    person(),
    authorize({ prompt: 'create', ui_locales: 'de' }),
  )
  expect(isAnswered(shown)).toBe(true)
  const found = await findUser(entered.email)
  expect(found?.details?.resourceOwner).toBe(server.first.orgId)
  expect(found?.type.case === 'human' && found.type.value.profile?.preferredLanguage).toBe('de')
})

test('the name page leads to it, and an application may name the organization', async () => {
  const { orgId } = await addOrg(server)
  const browser = pageClient(server.url)
  const named = await browser.open(authorize({ scope: `openid urn:zitadel:iam:org:id:${orgId}` }))
  const link = named.document.querySelectorAll('a').find((one) => one.textContent === 'Create an account')
  const shown = await browser.open(link?.getAttribute('href') ?? '')
  expect(shown.url.searchParams.get('requestId')).toBeTruthy()
  const entered = person()
  expect(isAnswered(await browser.submit(entered))).toBe(true)
  expect((await findUser(entered.email))?.details?.resourceOwner).toBe(orgId)
})

describe('what is wrong is said at its field, and what was entered is kept', () => {
  test.each([
    [{ email: 'no address' }, 'email', 'This is not an e-mail address.'],
    [{ password: 'short' }, 'password', 'The password is too short.'],
    [{ password: '' }, 'password', 'Enter a password.'],
    [{ givenName: ' ' }, 'givenName', 'Enter your given name'],
  ])('%o', async (wrong, field, words) => {
    const entered = person(wrong)
    const { shown } = await register(pageClient(server.url), entered)
    expect([pageOf(shown), shown.status]).toEqual(['register', 400])
    const problem = shown.document.querySelector(`#f-${field}-problem`)
    expect(problem?.textContent).toContain(words)
    expect(shown.document.querySelector('[name="familyName"]')?.getAttribute('value')).toBe('Lovelace')
    expect(shown.text).not.toContain(password)
    expect(await findUser(entered.email)).toBeUndefined()
  })

  test('a name that is taken', async () => {
    const { entered } = await register(pageClient(server.url))
    const { shown } = await register(pageClient(server.url), {
      ...person(),
      email: entered.email.toUpperCase(),
    })
    expect(shown.document.querySelector('#f-email-problem')?.textContent).toContain('is taken')
  })

  test('terms that are linked must be accepted', async () => {
    await admin.updatePrivacyPolicy({
      tosLink: 'https://example.test/tos',
      privacyLink: 'https://example.test/privacy',
    })
    const browser = pageClient(server.url)
    const { shown } = await register(browser)
    expect(shown.status).toBe(400)
    expect(shown.document.querySelector('#f-terms-problem')?.textContent).toContain('Accept the terms')
    const entered = person({ terms: 'true', privacy: 'true' })
    expect(isAnswered(await browser.submit(entered))).toBe(true)
    await admin.updatePrivacyPolicy({ tosLink: '', privacyLink: '' })
  })
})

describe('a policy', () => {
  test('that allows no registration closes the page, the links, and a form that was open before', async () => {
    const browser = pageClient(server.url)
    await browser.open(`${root}/register`)
    await admin.updateLoginPolicy({ ...policy, allowRegister: false })
    const entered = person()
    const late = await browser.submit(entered)
    expect([late.status, await findUser(entered.email)]).toEqual([404, undefined])
    expect(wordsOf(late)).toContain('Accounts cannot be created here.')
    expect((await browser.open(`${root}/register`)).status).toBe(404)
    expect(wordsOf(await browser.open(`${root}/loginname`))).not.toContain('Create an account')
  })

  test('is enforced by the command, whatever the page does', async () => {
    await admin.updateLoginPolicy({ ...policy, allowRegister: false })
    const call = loginCall(pageCall(server), brandedOrg(server.first.orgId))
    const own = server.product.inProcess.client(UserService, call)
    const human = {
      profile: { givenName: 'Ada', familyName: 'Lovelace' },
      email: { email: 'command@example.test', verification: { case: 'isVerified', value: false } as const },
    }
    const passwordType = { case: 'password', value: { password, changeRequired: false } } as const
    const refusal = (code: string) => ({ refusal: expect.objectContaining({ code }) })
    await expect(own.addHumanUser({ ...human, passwordType })).rejects.toMatchObject(
      refusal('user.registration_not_allowed'),
    )
    await admin.updateLoginPolicy({ ...policy, allowUsernamePassword: false })
    await expect(own.addHumanUser({ ...human, passwordType })).rejects.toMatchObject(
      refusal('user.registration_way_not_allowed'),
    )
    await admin.updateLoginPolicy({ ...policy, passwordlessType: 0 })
    await expect(own.addHumanUser(human)).rejects.toMatchObject(refusal('user.registration_way_not_allowed'))
    await admin.setRestrictions({ disallowPublicOrgRegistration: true })
    const owner = {
      profile: { ...human.profile, nickName: '', language: 'en', gender: 'unspecified' },
      email: { address: 'o@example.test', verification: { case: 'isVerified', value: false } },
    } as const
    const org = {
      name: 'Mine',
      person: { ...owner, password: { kind: 'plain', password, changeRequired: false } },
    } as const
    await expect(registerOrganization(server.product.deps, call, org)).rejects.toMatchObject(
      refusal('organizations.registration_not_allowed'),
    )
    await admin.setRestrictions({ disallowPublicOrgRegistration: false })
  })

  test('of an organization whose usernames are its own asks for one', async () => {
    const { orgId, headers } = await addOrg(server)
    await server.client(AdminService).addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true })
    const browser = pageClient(server.url)
    const address = authorize({ prompt: 'create', scope: `openid urn:zitadel:iam:org:id:${orgId}` })
    const { shown } = await register(browser, person({ username: `ada-${orgId}` }), address)
    expect(isAnswered(shown)).toBe(true)
    const [domain] = (await server.client(ManagementService, { headers }).listOrgDomains({})).result
    const again = pageClient(server.url)
    await again.open(authorize())
    await again.submit({ loginName: `ada-${orgId}@${domain?.domainName}` })
    expect(isAnswered(await again.submit({ password }))).toBe(true)
  })
})

describe('an organization', () => {
  test('is registered together with its owner', async () => {
    const browser = pageClient(server.url)
    await browser.open(authorize())
    const link = browser.page.document
      .querySelectorAll('a')
      .find((one) => one.textContent === 'Create an organization')
    await browser.open(link?.getAttribute('href') ?? '')
    const entered = person({ organization: 'Analytical Engines' })
    expect(isAnswered(await browser.submit(entered))).toBe(true)
    const owner = await findUser(entered.email)
    const orgId = owner?.details?.resourceOwner ?? ''
    expect(orgId).not.toBe(server.first.orgId)
    const members = await server
      .client(ManagementService, { headers: { 'x-zitadel-orgid': orgId } })
      .listOrgMembers({})
    expect(members.result.map(({ userId, roles }) => [userId, roles])).toEqual([
      [owner?.userId, ['ORG_OWNER']],
    ])
    await browser.open(`${root}/register/org`)
    const taken = await browser.submit(person({ organization: 'Analytical Engines' }))
    expect(taken.document.querySelector('#f-organization-problem')?.textContent).toContain(
      'Choose another name',
    )
  })

  test('is found by the domain of an unknown name, if its policy allows that', async () => {
    const { orgId, headers } = await addOrg(server)
    const [own] = (await server.client(ManagementService, { headers }).listOrgDomains({})).result
    const loginName = `new-person@${own?.domainName}`
    const browser = pageClient(server.url)
    await browser.open(authorize())
    const shown = await browser.submit({ loginName })
    expect([pageOf(shown), shown.url.searchParams.get('organization')]).toEqual(['register', orgId])
    expect(shown.document.querySelector('[name="email"]')?.getAttribute('value')).toBe(loginName)
    await browser.open(authorize({ scope: `openid urn:zitadel:iam:org:id:${server.first.orgId}` }))
    expect(pageOf(await browser.submit({ loginName }))).toBe('loginname')
    await admin.updateLoginPolicy({ ...policy, allowDomainDiscovery: false })
    await browser.open(authorize())
    expect(pageOf(await browser.submit({ loginName }))).toBe('loginname')
  })
})

describe('a request with prompt=create', () => {
  test('fills its hint in', async () => {
    const browser = pageClient(server.url)
    const fields = async (loginHint: string) => {
      const { document } = await browser.open(authorize({ prompt: 'create', login_hint: loginHint }))
      const field = document.querySelector('[name="email"]')
      return field && (field.getAttribute('value') ?? '')
    }
    expect(await fields('hinted@example.test')).toBe('hinted@example.test')
    expect(await fields('hinted'), 'which may be no address').toBe('')
    const again = await browser.submit(person({ email: 'typed@example.test', givenName: ' ' }))
    expect(again.document.querySelector('[name="email"]')?.getAttribute('value')).toBe('typed@example.test')
  })

  test('asks nobody to register who has registered, or logged in, for it', async () => {
    const interrupted = async (begin: (browser: PageClient) => Promise<ShownPage>) => {
      const browser = pageClient(server.url)
      await browser.open(authorize({ prompt: 'create' }))
      const requestId = browser.page.url.searchParams.get('requestId')
      const shown = await begin(browser)
      expect(pageOf(shown)).toBe('mfa/set')
      return browser.open(`${root}/login?requestId=${requestId}`)
    }
    await admin.updateLoginPolicy({ ...policy, mfaInitSkipLifetime: { seconds: 3600n } })
    const entered = person()
    expect(pageOf(await interrupted((browser) => browser.submit(entered)))).toBe('mfa/set')
    const back = await interrupted(async (browser) => {
      const link = browser.page.document.querySelectorAll('a').find(({ text }) => text.includes('existing'))
      await browser.open(link?.getAttribute('href') ?? '')
      await browser.submit({ loginName: entered.email })
      return browser.submit({ password })
    })
    expect(pageOf(back)).toBe('mfa/set')
    const later = pageClient(server.url, new Map())
    await register(later)
    expect(pageOf(await later.open(authorize({ prompt: 'create' }))), 'another request').toBe('register')
  })
})

describe('where a new account could not answer the request', () => {
  const links = ({ document }: ShownPage) =>
    document
      .querySelectorAll('a')
      .map(({ text }) => text.trim())
      .filter((text) => text.startsWith('Create an '))
  const both = ['Create an account', 'Create an organization']

  /** What the pages offer and say, and whether a form that was open before still creates an account. */
  async function offered(address: string) {
    const browser = pageClient(server.url)
    const named = await browser.open(address)
    expect(pageOf(named)).toBe('loginname')
    const query = named.url.search
    const pages = await Promise.all(
      ['register', 'register/org'].map((page) => pageClient(server.url).open(`${root}/${page}${query}`)),
    )
    await browser.open(`${root}/register`)
    const entered = person()
    const sent = await browser.send(`${root}/register${query}`, {
      method: 'POST',
      body: new URLSearchParams(entered),
      headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
    })
    const isCreated = (await findUser(entered.email)) !== undefined
    expect([sent.status === 404, isCreated]).toEqual([pages[0]?.status === 404, pages[0]?.status !== 404])
    return { links: links(named), open: pages.map(({ status }) => status === 200), pages }
  }

  test('because it names a person, nothing leads to the registration', async () => {
    const { userId } = await users.addHumanUser({
      profile: { givenName: 'Ada', familyName: 'Lovelace' },
      email: { email: 'named@example.test', verification: { case: 'isVerified', value: true } },
    })
    const claims = JSON.stringify({ id_token: { sub: { value: userId } } })
    const found = await offered(authorize({ prompt: 'create', claims }))
    expect(found).toMatchObject({ links: [], open: [false, false] })
    expect(found.pages.map(wordsOf)).toEqual(
      Array(2).fill(expect.stringContaining('A new account cannot be used for this')),
    )
  })

  test('because its project admits nobody new, nothing leads to the registration', async () => {
    const { orgId } = await addOrg(server)
    const of = async (settings: Parameters<typeof addProject>[1]) =>
      addOidcApp(server, { projectId: await addProject(server, settings), oidc: { loginVersion: {} } })
    const scope = `openid urn:zitadel:iam:org:id:${orgId}`
    const authorized = await of({ authorizationRequired: true })
    expect(await offered(authorizePath(authorized)), 'who has registered may be authorized').toMatchObject({
      links: both,
      open: [true, true],
    })
    const restricted = await of({ projectAccessRequired: true })
    expect(await offered(authorizePath(restricted)), 'the organization owns the project').toMatchObject({
      links: both.slice(0, 1),
      open: [true, false],
    })
    const elsewhere = authorizePath(restricted, { scope })
    expect(await offered(elsewhere)).toMatchObject({ links: [], open: [false, false] })
    await server.client(ManagementService, { headers: inOrg(server.first.orgId) }).addProjectGrant({
      projectId: restricted.projectId,
      grantedOrgId: orgId,
    })
    expect(await offered(elsewhere)).toMatchObject({ links: both.slice(0, 1), open: [true, false] })
  })

  test('an unknown name is not led to an organization that the project does not admit', async () => {
    const { orgId, headers } = await addOrg(server)
    const [own] = (await server.client(ManagementService, { headers }).listOrgDomains({})).result
    const projectId = await addProject(server, { projectAccessRequired: true })
    const restricted = await addOidcApp(server, { projectId, oidc: { loginVersion: {} } })
    const browser = pageClient(server.url)
    await browser.open(authorizePath(restricted))
    expect(pageOf(await browser.submit({ loginName: `somebody@${own?.domainName}` }))).toBe('loginname')
    await server.client(ManagementService, { headers: inOrg(server.first.orgId) }).addProjectGrant({
      projectId,
      grantedOrgId: orgId,
    })
    await browser.open(authorizePath(restricted))
    expect(pageOf(await browser.submit({ loginName: `somebody@${own?.domainName}` }))).toBe('register')
  })

  test('because its organization is deactivated, nothing leads to the registration', async () => {
    const { orgId, headers } = await addOrg(server)
    await server.client(ManagementService, { headers }).deactivateOrg({})
    const found = await offered(authorize({ scope: `openid urn:zitadel:iam:org:id:${orgId}` }))
    expect(found).toMatchObject({ links: [], open: [false, false] })
    expect(wordsOf(found.pages[0] as ShownPage)).toContain('There is no such organization')
  })
})

test('an unknown organization is named at once', async () => {
  const browser = pageClient(server.url)
  const shown = await browser.open(`${root}/register?organization=404`)
  expect([shown.status, wordsOf(shown)]).toEqual([
    404,
    expect.stringContaining('There is no such organization'),
  ])
  const named = await browser.open(`${root}/loginname?organization=404`)
  expect(wordsOf(named)).not.toContain('Create an account')
})

test.each(['register', 'register/org'])(
  'a request that is over closes %s, but not a form that was open before',
  async (page) => {
    const tab = pageClient(server.url)
    await tab.open(authorize())
    const address = `${root}/${page}${tab.page.url.search}`
    const other = pageClient(server.url, tab.cookies)
    const entered = () => person(page === 'register' ? {} : { organization: `Late ${count}` })
    await Promise.all([tab, other].map((one) => one.open(address)))
    expect(isAnswered(await tab.submit(entered()))).toBe(true)
    const over = await tab.open(address)
    expect([pageOf(over), over.status]).toEqual(['login', 400])
    const late = entered()
    await other.submit(late)
    expect(await findUser(late.email)).toBeDefined()
  },
)
