import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import {
  OIDCAppType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
} from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { ErrorReason } from '@zitadel/proto/zitadel/oidc/v2/authorization_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { hostedPerson, logIn } from './hostedPeople.ts'
import { requestToken } from './oidcForms.ts'
import {
  type AddedApp,
  addOidcApp,
  addProject,
  authorizePath,
  beginLogin,
  callbackUri,
  codeRequest,
  loginBaseUri,
  loginOf,
  openAuthorization,
} from './oidcLogin.ts'
import { movesOnTo, pageClient, type ShownPage } from './pageClient.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addOrg } from './tenants.ts'

// An application changes while one of its authorization requests is under way: nothing is sent to an address, and no code or token is
// given, that a new request would not get (RFC 6749 §3.1.2.4, §4.1.2.1, §10.6; RFC 9700 §2.1).

const clock = testClock()
const server = await testServer({ clock })
const apps = server.client(AppService)
const projects = server.client(ProjectService)
const organizations = server.client(OrganizationService)
const login = server.client(OIDCService, await loginOf(server))
const { userId } = await addPerson(server)
const elsewhere = 'https://elsewhere.example.test/callback'

const { OIDC_RESPONSE_TYPE_CODE: code, OIDC_RESPONSE_TYPE_ID_TOKEN: idToken } = OIDCResponseType
const tokens = OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN
const { OIDC_GRANT_TYPE_AUTHORIZATION_CODE: codes, OIDC_GRANT_TYPE_IMPLICIT: implicit } = OIDCGrantType
const { OIDC_GRANT_TYPE_DEVICE_CODE: devices, OIDC_GRANT_TYPE_REFRESH_TOKEN: refreshes } = OIDCGrantType

const settings = {
  redirectUris: [callbackUri],
  responseTypes: [code, idToken, tokens],
  grantTypes: [codes, implicit, refreshes],
  appType: OIDCAppType.OIDC_APP_TYPE_WEB,
  authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC,
  loginVersion: { version: { case: 'loginV2' as const, value: { baseUri: loginBaseUri } } },
}

/** An application of an organization and a project of its own. */
type OwnApp = AddedApp & { readonly orgId: string }

async function ownApp(oidc: object = {}): Promise<OwnApp> {
  const { orgId } = await addOrg(server)
  const projectId = await addProject(server, { organizationId: orgId })
  return { orgId, ...(await addOidcApp(server, { projectId, oidc: { ...settings, ...oidc } })) }
}

const change = ({ projectId, appId: id }: AddedApp, changes: object) =>
  apps.updateApplication({
    projectId,
    id,
    updateRequestType: { case: 'oidcConfigurationRequest', value: { ...settings, ...changes } },
  })
const restore = (app: AddedApp) => change(app, {})

/** A change of an application: nothing may be sent to the redirect URI any more (`refusal`), or only errors. */
interface Change {
  readonly name: string
  readonly make: (app: OwnApp) => Promise<unknown>
  readonly undo?: (app: OwnApp) => Promise<unknown>
  /** undefined: the redirect URI may receive errors. */
  readonly refusal?: string
  /** The error of the token endpoint. */
  readonly exchange: string
}

const gone = { refusal: 'oidc.client_inactive', exchange: 'invalid_client' }
const inactive: readonly Change[] = [
  {
    name: 'its redirect URI is removed',
    make: (app) => change(app, { redirectUris: [elsewhere] }),
    undo: restore,
    refusal: 'oidc.redirect_uri_removed',
    exchange: 'invalid_grant',
  },
  {
    name: 'the application is deactivated',
    make: ({ projectId, appId: id }) => apps.deactivateApplication({ projectId, id }),
    undo: ({ projectId, appId: id }) => apps.reactivateApplication({ projectId, id }),
    ...gone,
  },
  {
    name: 'the application is removed',
    make: ({ projectId, appId: id }) => apps.deleteApplication({ projectId, id }),
    ...gone,
  },
  {
    name: 'its project is deactivated',
    make: ({ projectId: id }) => projects.deactivateProject({ id }),
    undo: ({ projectId: id }) => projects.activateProject({ id }),
    ...gone,
  },
  {
    name: 'its project is removed',
    make: ({ projectId: id }) => projects.deleteProject({ id }),
    ...gone,
  },
  {
    name: 'its organization is deactivated',
    make: ({ orgId: id }) => organizations.deactivateOrganization({ id }),
    undo: ({ orgId: id }) => organizations.activateOrganization({ id }),
    ...gone,
  },
]

const withoutType = (responseTypes: readonly OIDCResponseType[]): Change => ({
  name: 'its response type is taken away',
  make: (app) => change(app, { responseTypes }),
  undo: restore,
  exchange: 'invalid_grant',
})
const withoutGrant = (changes: object): Change => ({
  name: 'its grant is taken away',
  make: (app) => change(app, changes),
  undo: restore,
  exchange: 'unauthorized_client',
})
const noImplicit = withoutGrant({ responseTypes: [code], grantTypes: [codes] })

/** The ways in which a client wants to be answered, with the changes that concern each of them. */
const ways = [
  {
    name: 'code',
    asked: { response_type: 'code' },
    changes: [...inactive, withoutType([idToken, tokens]), withoutGrant({ grantTypes: [devices, implicit] })],
  },
  {
    name: 'id_token',
    asked: { response_type: 'id_token', nonce: 'n' },
    changes: [...inactive, withoutType([code, tokens]), noImplicit],
  },
  {
    name: 'id_token token',
    asked: { response_type: 'id_token token', nonce: 'n' },
    changes: [...inactive, withoutType([code, idToken]), noImplicit],
  },
] as const
const cases = ways.flatMap(({ name, asked, changes }) =>
  changes.map((made) => [name, made.name, asked, made] as const),
)

const begin = (app: AddedApp, more: Readonly<Record<string, string>>) =>
  beginLogin(server, codeRequest(app, more).query)
async function answer(authRequestId: string) {
  const { sessionId, sessionToken } = await passwordSession(server, userId)
  const callbackKind = { case: 'session' as const, value: { sessionId, sessionToken } }
  return (await login.createCallback({ authRequestId, callbackKind })).callbackUrl
}
async function refuse(authRequestId: string) {
  const callbackKind = { case: 'error' as const, value: { error: ErrorReason.ACCESS_DENIED } }
  return (await login.createCallback({ authRequestId, callbackKind })).callbackUrl
}
/** The parameters that an address carries to the application. */
function receivedAt(url: string): URLSearchParams {
  const { origin, pathname, search, hash } = new URL(url)
  expect(origin + pathname).toBe(callbackUri)
  return new URLSearchParams(search === '' ? hash.slice(1) : search)
}
/** The parameters that a form carries to the application. */
function postedTo(html: string): URLSearchParams {
  expect(html).toContain(`action="${callbackUri}"`)
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return new URLSearchParams([...inputs].map(([, name = '', value = '']) => [name, value]))
}
/** Returns the error, or the kind of answer, that the client has received. */
const received = (parameters: URLSearchParams) =>
  parameters.get('error') ?? (parameters.has('code') ? 'code' : parameters.has('id_token') ? 'tokens' : '')
const wanted = (way: string) => (way === 'code' ? 'code' : 'tokens')

describe.each(cases)('a request for %s, of which %s', (way, _name, asked, { make, undo, refusal }) => {
  test('is not answered by a session, and nothing is written', async () => {
    const app = await ownApp()
    const authRequestId = await begin(app, asked)
    await make(app)
    if (refusal === undefined) {
      expect(received(receivedAt(await answer(authRequestId)))).toBe('unauthorized_client')
      expect(await eventTypesOf(server, authRequestId)).toEqual(['auth_request.added', 'auth_request.failed'])
      return
    }
    expect(await refusalOf(answer(authRequestId))).toEqual({ code: 'FailedPrecondition', id: refusal })
    expect(await eventTypesOf(server, authRequestId)).toEqual(['auth_request.added'])
    if (undo === undefined) return
    await undo(app)
    expect(received(receivedAt(await answer(authRequestId)))).toBe(wanted(way))
  })

  test('gets an error of the login at its redirect URI only while that is registered', async () => {
    const app = await ownApp()
    const authRequestId = await begin(app, asked)
    await make(app)
    if (refusal === undefined) {
      expect(received(receivedAt(await refuse(authRequestId)))).toBe('access_denied')
      return
    }
    expect(await refusalOf(refuse(authRequestId))).toEqual({ code: 'FailedPrecondition', id: refusal })
    expect(await eventTypesOf(server, authRequestId)).toEqual(['auth_request.added'])
    if (undo === undefined) return
    await undo(app)
    expect(received(receivedAt(await refuse(authRequestId)))).toBe('access_denied')
  })

  test('gets no form: with an answer that waits, or an error', async () => {
    const app = await ownApp()
    const posted = { ...asked, response_mode: 'form_post' }
    const waiting = [await answer(await begin(app, posted)), await refuse(await begin(app, posted))]
    await make(app)
    const open = () => Promise.all(waiting.map((url) => openAuthorization(server, new URL(url))))
    const shown = await open()
    if (refusal === undefined) {
      expect(shown.map(({ text }) => received(postedTo(text)))).toEqual([
        'unauthorized_client',
        'access_denied',
      ])
    } else {
      for (const { status, location, text, json } of shown) {
        expect([status, location, json['error']]).toEqual([400, null, 'invalid_request'])
        expect(text).not.toContain(callbackUri)
      }
    }
    if (undo === undefined) return
    await undo(app)
    expect((await open()).map(({ text }) => received(postedTo(text)))).toEqual([wanted(way), 'access_denied'])
  })
})

test.each(ways[0].changes)(
  'a code gives no tokens once $name, and they do if that ends in time',
  async (one) => {
    const app = await ownApp()
    const { query, verifier } = codeRequest(app)
    const parameters = receivedAt(await answer(await beginLogin(server, query)))
    const form = {
      grant_type: 'authorization_code',
      code: parameters.get('code') ?? '',
      redirect_uri: callbackUri,
      code_verifier: verifier,
    }
    const redeem = () => requestToken(server, form, { basic: [app.clientId, app.clientSecret] })
    await one.make(app)
    expect((await redeem()).json['error']).toBe(one.exchange)
    if (one.undo === undefined) return
    await one.undo(app)
    expect((await redeem()).status).toBe(200)
  },
)

describe('a request goes on', () => {
  test('while its application changes something else', async () => {
    const app = await ownApp()
    const authRequestId = await begin(app, {})
    await change(app, { redirectUris: [elsewhere, callbackUri], responseTypes: [code], grantTypes: [codes] })
    expect(received(receivedAt(await answer(authRequestId)))).toBe('code')
  })

  test('of a native app at any port of its loopback URI, until that is removed', async () => {
    const native = { appType: OIDCAppType.OIDC_APP_TYPE_NATIVE }
    const loopback = 'http://localhost/callback'
    const app = await ownApp({ ...native, redirectUris: [loopback] })
    const redirect_uri = 'http://localhost:50123/callback'
    const [one, other] = [await begin(app, { redirect_uri }), await begin(app, { redirect_uri })]
    expect(await answer(one)).toMatch(/^http:\/\/localhost:50123\/callback\?code=/)
    await change(app, { ...native, redirectUris: ['http://localhost/elsewhere'] })
    expect(await refusalOf(answer(other))).toMatchObject({ id: 'oidc.redirect_uri_removed' })
  })

  test('at a URI that a pattern of dev mode allows, until that ends', async () => {
    const app = await ownApp({ devMode: true, redirectUris: ['https://*.example.test/callback'] })
    const [one, other] = [await begin(app, {}), await begin(app, {})]
    expect(received(receivedAt(await answer(one)))).toBe('code')
    await change(app, { devMode: false, redirectUris: ['https://*.example.test/callback'] })
    expect(await refusalOf(answer(other))).toMatchObject({ id: 'oidc.redirect_uri_removed' })
  })

  test('but gives no tokens by the browser once those of the application are bound to a key', async () => {
    const app = await ownApp()
    const { projectId, appId: id } = app
    const authRequestId = await begin(app, { response_type: 'id_token token', nonce: 'n' })
    const bound = { 'x-sallyport-client-metadata': JSON.stringify({ dpop_bound_access_tokens: true }) }
    const updateRequestType = { case: 'oidcConfigurationRequest' as const, value: settings }
    await server.client(AppService, { headers: bound }).updateApplication({
      projectId,
      id,
      updateRequestType,
    })
    expect(received(receivedAt(await answer(authRequestId)))).toBe('unauthorized_client')
  })
})

test('callers that may not answer a request learn nothing of its application', async () => {
  const app = await ownApp()
  const authRequestId = await begin(app, {})
  await apps.deactivateApplication({ projectId: app.projectId, id: app.appId })
  const { sessionId, sessionToken } = await passwordSession(server, userId)
  const callbackKind = { case: 'session' as const, value: { sessionId, sessionToken } }
  const owner = server.client(OIDCService)
  expect(await refusalOf(owner.createCallback({ authRequestId, callbackKind }))).toMatchObject({
    code: 'PermissionDenied',
  })
})

describe('on the pages of the login', () => {
  const hosted = { loginVersion: { version: { case: 'loginV2' as const, value: {} } } }
  /** Sends the browser to the login, which it does not open yet. */
  async function sendToLogin(app: AddedApp, browser = pageClient(server.url), more = {}) {
    const reply = await browser.send(authorizePath(app, more))
    expect(reply.status).toBe(303)
    return reply.headers.get('location') ?? ''
  }
  const stays = (page: ShownPage, text: string) => {
    expect([page.url.origin, movesOnTo(page)]).toEqual([server.url, undefined])
    expect(page.status).toBe(400)
    expect(page.text).toContain(text)
    expect(page.text).not.toContain(callbackUri)
  }
  const deactivated: readonly [string, (app: OwnApp) => Promise<unknown>, string] = [
    'is deactivated',
    ({ projectId, appId: id }) => apps.deactivateApplication({ projectId, id }),
    'This application is deactivated at the moment',
  ]
  const moved: readonly [string, (app: OwnApp) => Promise<unknown>, string] = [
    'loses its redirect URI',
    (app) => change(app, { ...hosted, redirectUris: [elsewhere] }),
    'Go back to the application and sign in from there',
  ]

  describe.each([deactivated, moved])('an application that %s', (_, make, text) => {
    test.each([{}, { prompt: 'none' }, { response_mode: 'form_post' }])(
      'gets no answer of a browser that is signed in (%o)',
      async (more) => {
        const [person, browser, app] = [
          await hostedPerson(server),
          pageClient(server.url),
          await ownApp(hosted),
        ]
        await logIn(browser, person, '/ui/v2/login/loginname')
        // Everything about the application is kept.
        for (let round = 0; round < 2; round++) {
          await browser.open(await sendToLogin(app, browser, more))
        }
        const place = await sendToLogin(app, browser, more)
        await make(app)
        stays(await browser.open(place), text)
      },
    )

    test('gets no error of prompt=none', async () => {
      const [browser, app] = [pageClient(server.url), await ownApp(hosted)]
      const place = await sendToLogin(app, browser, { prompt: 'none' })
      await make(app)
      stays(await browser.open(place), text)
    })

    test('gets no answer after the password, nor an error by the button that leaves', async () => {
      const [person, browser, app] = [
        await hostedPerson(server),
        pageClient(server.url),
        await ownApp(hosted),
      ]
      await browser.open(await sendToLogin(app, browser))
      await browser.submit({ loginName: person.loginName })
      await make(app)
      stays(await browser.submit({}, 'cancel'), text)
      stays(await browser.submit({ password: person.password }), text)
    })
  })

  test('an application whose response type was taken away learns it', async () => {
    const [person, browser, app] = [await hostedPerson(server), pageClient(server.url), await ownApp(hosted)]
    await browser.open(await sendToLogin(app, browser))
    await browser.submit({ loginName: person.loginName })
    await change(app, { ...hosted, responseTypes: [idToken, tokens] })
    const page = await browser.submit({ password: person.password })
    expect(received(receivedAt(movesOnTo(page) ?? page.url.href))).toBe('unauthorized_client')
  })
})
