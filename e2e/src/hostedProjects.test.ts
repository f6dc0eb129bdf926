import { OIDCAppType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { PrivateLabelingSetting } from '@zitadel/proto/zitadel/project/v2beta/query_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testClock } from '../../server/src/testing/testClock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson, logIn } from './hostedPeople.ts'
import { addOidcApp, addProject, authorizePath, callbackUri } from './oidcLogin.ts'
import { pageClient, type ShownPage } from './pageClient.ts'
import { addOrg } from './tenants.ts'

/** What pages take from the project and the application of a request. */
const clock = testClock()
const server = await testServer({ clock })

/** Whose branding a page has: its title ends in the name of that organization, or of the instance. */
const lookOf = ({ text }: ShownPage) => /<title>[^<]* – ([^<]*)</.exec(text)?.[1]
const pageOf = ({ url }: ShownPage) => url.pathname.replace('/ui/v2/login/', '')

/** An organization with a branding of its own and a person. */
async function brandedOrg(name: string) {
  const { orgId, headers } = await addOrg(server, name)
  const management = server.client(ManagementService, { headers })
  await management.addCustomLabelPolicy({ primaryColor: '#00ff00' })
  await management.activateCustomLabelPolicy({})
  const users = server.client(UserService, { headers })
  const loginName = `ada-${orgId}@example.test`
  const password = 'Correct-Horse-7'
  const { userId } = await users.addHumanUser({
    username: loginName,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email: loginName, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password, changeRequired: false } },
  })
  await users.humanMFAInitSkipped({ userId })
  return { orgId, name: (await management.getMyOrg({})).org?.name, loginName, password }
}

const owner = await brandedOrg('Owner')
const member = await brandedOrg('Member')
const plain = lookOf(await pageClient(server.url).open('/ui/v2/login/loginname'))

describe('the branding of a login', () => {
  const { UNSPECIFIED, ENFORCE_PROJECT_RESOURCE_OWNER_POLICY, ALLOW_LOGIN_USER_RESOURCE_OWNER_POLICY } =
    PrivateLabelingSetting
  const ofMember = `openid urn:zitadel:iam:org:id:${member.orgId}`

  test.each([
    ['is the one of the person, once known', UNSPECIFIED, 'openid', [plain, member.name]],
    [
      'is always the one of a project that enforces it',
      ENFORCE_PROJECT_RESOURCE_OWNER_POLICY,
      'openid',
      [owner.name, owner.name],
    ],
    [
      'is the one of a project until the person is known',
      ALLOW_LOGIN_USER_RESOURCE_OWNER_POLICY,
      'openid',
      [owner.name, member.name],
    ],
    [
      'is the one of the organization that an application names',
      UNSPECIFIED,
      ofMember,
      [member.name, member.name],
    ],
    [
      'is that also before the one of a project',
      ALLOW_LOGIN_USER_RESOURCE_OWNER_POLICY,
      ofMember,
      [member.name, member.name],
    ],
    [
      'is that also before one that is enforced',
      ENFORCE_PROJECT_RESOURCE_OWNER_POLICY,
      ofMember,
      [member.name, member.name],
    ],
  ] as const)('%s', async (_, privateLabelingSetting, scope, [before, after]) => {
    const projectId = await addProject(server, { organizationId: owner.orgId, privateLabelingSetting })
    const app = await addOidcApp(server, { projectId, oidc: { loginVersion: {} } })
    const browser = pageClient(server.url)
    const named = await browser.open(authorizePath(app, { scope }))
    const typed = await browser.submit({ loginName: member.loginName })
    expect([pageOf(typed), lookOf(named), lookOf(typed)]).toEqual(['password', before, before])
    await browser.submit({ password: member.password })
    clock.advance(120)
    const known = await browser.open(authorizePath(app, { scope, max_age: '60' }))
    expect([pageOf(known), lookOf(known)]).toEqual(['password', after])
  })
})

test('a native app that skips the page of success is answered at once', async () => {
  const redirectUri = 'com.example.app:/callback'
  const app = await addOidcApp(server, {
    oidc: {
      loginVersion: {},
      redirectUris: [redirectUri],
      appType: OIDCAppType.OIDC_APP_TYPE_NATIVE,
      skipNativeAppSuccessPage: true,
    },
  })
  const challenge = {
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }
  const path = authorizePath(app, { redirect_uri: redirectUri, ...challenge })
  const browser = pageClient(server.url)
  const shown = await logIn(browser, await hostedPerson(server), path)
  expect(shown.text).toContain(`${redirectUri}?code=`)
  expect(shown.text).not.toContain('You are signed in')
  const again = await browser.send((await browser.send(path)).headers.get('location') ?? '')
  expect(again.status).toBe(303)
  expect(again.headers.get('location')).toMatch(/^com\.example\.app:\/callback\?code=/)
})

test('an account of another organization never answers by itself', async () => {
  const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
  const browser = pageClient(server.url)
  await logIn(browser, await hostedPerson(server), authorizePath(app))
  const scope = `openid urn:zitadel:iam:org:id:${member.orgId}`
  const asked = await browser.open(authorizePath(app, { scope }))
  expect(asked.url.href).toContain(`${server.url}/ui/v2/login/`)
  expect(asked.text).not.toContain(`${callbackUri}?code=`)
  const silent = await browser.open(authorizePath(app, { scope, prompt: 'none' }))
  expect(silent.url.searchParams.get('error')).toBe('login_required')
})
