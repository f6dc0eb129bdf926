import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { loginCall } from '../../server/src/access/pagePrincipals.ts'
import { openClientDocuments } from '../../server/src/features/applications/index.ts'
import { heldBy } from '../../server/src/features/browsers/index.ts'
import {
  enter,
  type Finished,
  finish,
  readAccounts,
  readRequest,
  refuseRequest,
} from '../../server/src/features/login-flow/index.ts'
import { linkSession } from '../../server/src/features/sessions/index.ts'
import { lookupParts } from '../../server/src/product.ts'
import { answerWithTokens } from '../../server/src/protocols/oidc/authorize/implicitAnswer.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, testClock } from './factors.ts'
import { addOidcProject } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { addOidcApp, addProject, beginLogin, callbackUri, codeRequest } from './oidcLogin.ts'
import { openPageBrowser, type PageBrowser, passwordCheck } from './pageBrowser.ts'
import { addPerson } from './people.ts'
import { addOrg } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const { deps } = server.product
const withTokens = answerWithTokens({ ...deps, lookupParts, fetchClientDocument: openClientDocuments(deps) })
const on = { ...deps, withTokens }
const app = await addOidcApp(server)
const users = server.client(UserService)
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const device = await addOidcProject(server, { config: { grantTypes: [deviceGrant] } })
const asker = { clientId: app.clientId, redirectUri: callbackUri }
const deviceAsker = { clientId: device.app[0], redirectUri: null }

const page = () => loginCall(pageCall(server))
const begin = async (more: Record<string, string> = {}, of = app): Promise<string> =>
  `oidc_${await beginLogin(server, { ...codeRequest(of).query, ...more })}`
const streamOf = (requestId: string) => requestId.slice(requestId.indexOf('_') + 1)

/** Finishes a request with a session that the browser holds now. */
async function finishWith(browser: PageBrowser, requestId: string, sessionId: string): Promise<Finished> {
  const handle = await browser.read()
  if (handle === undefined) throw new Error('this browser is unknown')
  const claim = { sessionId, heldBy: heldBy(handle) }
  return finish(on, page(), { requestName: requestId, agrees: false }, (tx) => linkSession(deps, tx, claim))
}

async function signedIn(options: Parameters<typeof addPerson>[1] = {}) {
  const person = await addPerson(server, options)
  const browser = openPageBrowser(server)
  const { sessionId } = await browser.signIn(person.userId)
  // Who has put it off is not offered to set up a second factor.
  await users.humanMFAInitSkipped({ userId: person.userId })
  return { ...person, browser, sessionId }
}

function step(finished: Finished) {
  return finished.kind === 'step' ? finished.step : finished
}

describe('a session of the browser answers a request', () => {
  test('once; the same form or a second tab learns who has answered', async () => {
    const { browser, sessionId } = await signedIn()
    const { query, verifier } = codeRequest(app)
    const requestId = `oidc_${await beginLogin(server, query)}`
    const finished = await finishWith(browser, requestId, sessionId)
    const url = new URL(finished.kind === 'answered' ? finished.url : 'none:')
    expect([...url.searchParams.keys()]).toEqual(['code', 'state', 'iss'])
    const form = {
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: query['redirect_uri'] ?? '',
      code_verifier: verifier,
    }
    const { status } = await requestToken(server, form, { basic: [app.clientId, app.clientSecret] })
    expect(status).toBe(200)
    const again = { kind: 'handled', sessionId, asker }
    expect(await finishWith(browser, requestId, sessionId)).toEqual(again)
    const other = await signedIn()
    expect(await finishWith(other.browser, requestId, other.sessionId)).toEqual(again)
  })

  test('of two at once one answers, the other learns it', async () => {
    const { browser, sessionId } = await signedIn()
    const requestId = await begin()
    const both = await Promise.all([
      finishWith(browser, requestId, sessionId),
      finishWith(browser, requestId, sessionId),
    ])
    expect(both.map(({ kind }) => kind).sort()).toEqual(['answered', 'handled'])
  })

  test('by a form of ours, or with an ID token', async () => {
    const { browser, sessionId } = await signedIn()
    const posted = await finishWith(browser, await begin({ response_mode: 'form_post' }), sessionId)
    expect(posted).toMatchObject({ kind: 'answered', url: expect.stringContaining('?ticket=slp_resp_') })
    const implicit = await addOidcApp(server, { oidc: { responseTypes: [2], grantTypes: [1] } })
    const { client_id = '', redirect_uri = '' } = codeRequest(implicit).query
    const asked = { client_id, redirect_uri, response_type: 'id_token', scope: 'openid', nonce: 'n' }
    const requestId = `oidc_${await beginLogin(server, asked)}`
    const { url = '' } = (await finishWith(browser, requestId, sessionId)) as { url?: string }
    expect(url).toContain('#id_token=')
  })
})

describe('nothing is written while something is left to do', () => {
  test('a second factor; checked on the same session it answers', async () => {
    const person = await addPerson(server)
    const secret = await addApp(server, person.userId)
    const browser = openPageBrowser(server)
    const { sessionId } = await browser.signIn(person.userId)
    const requestId = await begin()
    expect(step(await finishWith(browser, requestId, sessionId))).toMatchObject({
      kind: 'second_factor',
      options: ['totp'],
      because: [{ rule: 'own_second_factor', level: 'person' }],
    })
    expect(await eventTypesOf(server, streamOf(requestId))).toEqual(['auth_request.added'])
    clock.advance(30)
    const totp = { $typeName: 'zitadel.session.v2.CheckTOTP' as const, code: codeAt(secret, clock.now()) }
    await browser.step({ sessionId, checks: { totp } })
    expect((await finishWith(browser, requestId, sessionId)).kind).toBe('answered')
  })

  test('prompt=login: an older password is checked again', async () => {
    const { browser, sessionId } = await signedIn()
    clock.advance(1)
    const requestId = await begin({ prompt: 'login' })
    expect(step(await finishWith(browser, requestId, sessionId))).toMatchObject({
      kind: 'first_factor',
      because: [{ rule: 'prompt_login', level: 'application' }],
    })
    await browser.step({ sessionId, checks: passwordCheck() })
    expect((await finishWith(browser, requestId, sessionId)).kind).toBe('answered')
  })

  test('what changed after the page was shown counts: a policy, a project, an organization', async () => {
    const { orgId, headers } = await addOrg(server)
    const { browser, sessionId } = await signedIn({ headers })
    const management = server.client(ManagementService, { headers })
    const requestId = await begin()
    await management.addCustomLoginPolicy({ allowUsernamePassword: true, forceMfa: true, secondFactors: [1] })
    expect(step(await finishWith(browser, requestId, sessionId))).toMatchObject({
      kind: 'enrol',
      skippable: false,
      options: ['totp'],
      because: [{ rule: 'force_mfa', level: 'org' }],
    })
    await management.resetLoginPolicyToDefault({})
    const projectId = await addProject(server)
    const strict = await addOidcApp(server, { projectId })
    const strictRequest = await begin({}, strict)
    await server.client(ProjectService).updateProject({ id: projectId, projectRoleCheck: true })
    expect(step(await finishWith(browser, strictRequest, sessionId))).toMatchObject({
      kind: 'refused',
      refusal: { code: 'authorizations.authorization_required' },
    })
    const scope = `openid urn:zitadel:iam:org:id:${server.first.orgId}`
    expect(step(await finishWith(browser, await begin({ scope }), sessionId))).toMatchObject({
      kind: 'refused',
      refusal: { code: 'auth_request.other_organization' },
    })
    expect((await finishWith(browser, requestId, sessionId)).kind).toBe('answered')
    expect(orgId).not.toBe(server.first.orgId)
  })
})

describe('a session is refused', () => {
  test('that was ended, also by a lock of its user, or that another browser holds; the request stays open', async () => {
    const [ended, locked, mine, other] = await Promise.all([signedIn(), signedIn(), signedIn(), signedIn()])
    const requestId = await begin()
    const code = async (browser: PageBrowser, sessionId: string) => {
      const finished = await finishWith(browser, requestId, sessionId)
      return finished.kind === 'refused' ? finished.refusal.code : finished.kind
    }
    await server.client(SessionService).deleteSession({ sessionId: ended.sessionId })
    expect(await code(ended.browser, ended.sessionId)).toBe('session.link_gone')
    await users.lockUser({ userId: locked.userId })
    expect(await code(locked.browser, locked.sessionId)).toBe('session.link_gone')
    expect(await code(mine.browser, other.sessionId)).toBe('browser.session_not_held')
    expect(await code(mine.browser, 'nonsense')).toBe('session.link_gone')
    expect(await code(mine.browser, mine.sessionId)).toBe('answered')
  })
})

describe('a request', () => {
  test('is open, handled, expired or unknown', async () => {
    const { browser, sessionId } = await signedIn()
    const requestId = await begin({ login_hint: 'ada', max_age: '60', acr_values: 'urn:sallyport:aal:2 x' })
    expect(await readRequest(deps, page(), requestId)).toMatchObject({
      kind: 'open',
      request: { kind: 'oidc', loginHint: 'ada', maxAge: 60, wantedLevels: [2], clientId: app.clientId },
    })
    clock.advance(3600)
    expect(await readRequest(deps, page(), requestId)).toEqual({ kind: 'expired', asker })
    expect(await finishWith(browser, requestId, sessionId)).toEqual({ kind: 'expired', asker })
    for (const text of [
      'oidc_V2_1',
      'device_1',
      'saml_1',
      requestId.slice(5),
      'oidc_',
      `oidc_${'x'.repeat(300)}`,
      '',
    ]) {
      expect(await readRequest(deps, page(), text)).toEqual({ kind: 'unknown' })
      expect(await finishWith(browser, text, sessionId)).toEqual({ kind: 'unknown' })
      expect(await refuseRequest(on, page(), text, 'access_denied')).toEqual({ kind: 'unknown' })
    }
  })

  test('of another instance is unknown', async () => {
    const requestId = await begin()
    const call = page()
    const elsewhere = { ...call, instance: { ...call.instance, id: 'other' as typeof call.instance.id } }
    expect(await readRequest(deps, elsewhere, requestId)).toEqual({ kind: 'unknown' })
    expect(await refuseRequest(on, elsewhere, requestId, 'access_denied')).toEqual({ kind: 'unknown' })
  })

  test('is refused with an error that the client receives, once', async () => {
    const requestId = await begin({ prompt: 'none' })
    const refused = await refuseRequest(on, page(), requestId, 'login_required')
    const url = new URL(refused.kind === 'answered' ? refused.url : 'none:')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      error: 'login_required',
      state: 'the state',
      iss: server.url,
    })
    const handled = { kind: 'handled', sessionId: null, asker }
    expect(await refuseRequest(on, page(), requestId, 'login_required')).toEqual(handled)
  })

  test('of prompt=none is answered by the accounts of the browser, or not', async () => {
    const { browser, sessionId, userId } = await signedIn()
    const requestId = await begin({ prompt: 'none' })
    const found = await readRequest(deps, page(), requestId)
    const request = found.kind === 'open' ? found.request : undefined
    const standings = async () =>
      readAccounts(deps.database, page(), (await browser.read())?.accounts ?? [], request)
    expect(enter(request, await standings())).toMatchObject({ kind: 'finish', account: { sessionId } })
    await addApp(server, userId)
    expect(enter(request, await standings())).toEqual({ kind: 'refuse', error: 'interaction_required' })
    await server.client(SessionService).deleteSession({ sessionId })
    expect(enter(request, await standings())).toEqual({ kind: 'refuse', error: 'login_required' })
  })
})

describe('a device', () => {
  async function beginDevice() {
    const { json } = await postForm(
      server,
      '/oauth/v2/device_authorization',
      { scope: 'openid' },
      { basic: device.app },
    )
    const codes = json as { device_code: string; user_code: string }
    const { deviceAuthorizationRequest } = await server
      .client(OIDCService)
      .getDeviceAuthorizationRequest({ userCode: codes.user_code })
    return { deviceCode: codes.device_code, requestId: `device_${deviceAuthorizationRequest?.id}` }
  }
  const poll = async (device_code: string) => {
    clock.advance(5)
    const form = { grant_type: deviceGrant, device_code }
    const { status, json } = await requestToken(server, form, { basic: device.app })
    return status === 200 ? 'tokens' : json['error']
  }

  test('gets its tokens once a session has approved it', async () => {
    const { deviceCode, requestId } = await beginDevice()
    const { browser, sessionId } = await signedIn()
    expect(await readRequest(deps, page(), requestId)).toMatchObject({
      kind: 'open',
      request: { kind: 'device', clientId: device.app[0], arrivedAt: clock.now().toISOString() },
    })
    expect(await finishWith(browser, requestId, sessionId)).toEqual({ kind: 'approved' })
    const handled = { kind: 'handled', sessionId, asker: deviceAsker }
    expect(await finishWith(browser, requestId, sessionId)).toEqual(handled)
    expect(await poll(deviceCode)).toBe('tokens')
  })

  test('is not approved while something is left to do', async () => {
    const { deviceCode, requestId } = await beginDevice()
    const { browser, sessionId, userId } = await signedIn()
    await addApp(server, userId)
    expect(step(await finishWith(browser, requestId, sessionId)).kind).toBe('second_factor')
    expect(await poll(deviceCode)).toBe('authorization_pending')
  })

  test('is denied', async () => {
    const { deviceCode, requestId } = await beginDevice()
    expect(await refuseRequest(on, page(), requestId, 'access_denied')).toEqual({ kind: 'denied' })
    expect(await poll(deviceCode)).toBe('access_denied')
    clock.advance(300)
    const late = await beginDevice()
    clock.advance(301)
    expect(await readRequest(deps, page(), late.requestId)).toEqual({ kind: 'expired', asker: deviceAsker })
  })
})
