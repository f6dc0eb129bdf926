import { OIDCGrantType, OIDCResponseType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { decodeJwt } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { startHttpReceiver } from '../../server/src/features/notifications/testing/httpReceiver.ts'
import { databaseHold } from './databaseHold.ts'
import { hostedPerson } from './hostedPeople.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { type FormReply, postForm, requestToken } from './oidcForms.ts'
import { addOidcApp, answerLogin, beginLogin, callbackUri, codeForm, loginOf } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'
import { addPerson, passwordSession } from './people.ts'
import { type EndingSession, sessionEnds } from './sessionEnds.ts'
import { addOrg, inOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const receiver = await startHttpReceiver()
afterAll(() => receiver.close())
// Both serve one database, as two processes do.
const server = await systemServer()
const other = await systemServer({ beside: server })
const source = await addOidcProject(server)
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const app = await addOidcApp(server, {
  projectId: source.projectId,
  oidc: {
    backChannelLogoutUri: `${receiver.url}/logout`,
    responseTypes: [
      OIDCResponseType.OIDC_RESPONSE_TYPE_CODE,
      OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN,
    ],
    grantTypes: [
      OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE,
      OIDCGrantType.OIDC_GRANT_TYPE_IMPLICIT,
      OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE,
      OIDCGrantType.OIDC_GRANT_TYPE_TOKEN_EXCHANGE,
    ],
  },
})
const basic = [app.clientId, app.clientSecret] as const
const atIssuer = { 'x-zitadel-public-host': new URL(server.url).host }
const { whileHeld } = databaseHold(server)

/** A person of an organization of their own with a session that gave no application tokens that is told of its end. */
async function signedIn(): Promise<EndingSession> {
  const { orgId } = await addOrg(server, 'People')
  const { userId } = await addPerson(server, { headers: inOrg(orgId) })
  const { sessionId, sessionToken } = await passwordSession(server, userId)
  return { orgId, userId, sessionId, sessionToken, issuer: server.url }
}

/** Runs the jobs; returns the applications that were ever told of the end of a session, once for each time. */
async function toldOf(sessionId: string) {
  await server.runJobs()
  const claims = receiver.requests.map(({ body }) =>
    decodeJwt(new URLSearchParams(body).get('logout_token') ?? ''),
  )
  return claims.filter(({ sid }) => sid === sessionId).map(({ aud }) => aud)
}

type Outcome = 'granted' | 'refused'
const outcomeOf = async (reply: Promise<FormReply>): Promise<Outcome> => {
  const { status, json } = await reply
  if (status === 200) return 'granted'
  expect([status, json['error']]).toEqual([400, expect.stringMatching(/^invalid_(grant|request)$/)])
  return 'refused'
}
const implicit = {
  client_id: app.clientId,
  redirect_uri: callbackUri,
  response_type: 'id_token token',
  scope: 'openid',
  nonce: 'n',
}

/** Prepares a grant of tokens to the app by a session, up to the request that commits it. */
const grants: Readonly<Record<string, (of: EndingSession) => Promise<() => Promise<Outcome>>>> = {
  async 'a code'(session) {
    const form = await codeForm(server, app, session)
    return () => outcomeOf(requestToken(server, form, { basic }))
  },
  async 'a device code'({ sessionId, sessionToken }) {
    const begun = await postForm(server, '/oauth/v2/device_authorization', { scope: 'openid' }, { basic })
    const { device_code, user_code: userCode } = begun.json as Record<'device_code' | 'user_code', string>
    const login = server.client(OIDCService, await loginOf(server))
    const { deviceAuthorizationRequest } = await login.getDeviceAuthorizationRequest({ userCode })
    await login.authorizeOrDenyDeviceAuthorization({
      deviceAuthorizationId: deviceAuthorizationRequest?.id ?? '',
      decision: { case: 'session', value: { sessionId, sessionToken } },
    })
    return () => outcomeOf(requestToken(server, { grant_type: deviceGrant, device_code }, { basic }))
  },
  async 'an answer with tokens'(session) {
    const authRequestId = await beginLogin(server, implicit)
    return async () => {
      const url = await answerLogin(server, authRequestId, session).catch(() => undefined)
      return url?.hash.includes('access_token=') ? 'granted' : 'refused'
    }
  },
  async 'a form with tokens'(session) {
    const authRequestId = await beginLogin(server, { ...implicit, response_mode: 'form_post' })
    const url = await answerLogin(server, authRequestId, session)
    return async () =>
      (await (await fetch(url)).text()).includes('name="access_token"') ? 'granted' : 'refused'
  },
  async 'an exchange'({ sessionId }) {
    const { accessToken } = await loginTokens(server, source, sessionId)
    const subject_token_type = 'urn:ietf:params:oauth:token-type:access_token'
    const form = { grant_type: exchangeGrant, subject_token: accessToken, subject_token_type }
    return () => outcomeOf(requestToken(server, form, { basic }))
  },
}

const inserts = { sql: 'lock table oidc_sessions in share mode' }
/** Holds the end of a session where it has seen the grants, but has not committed. */
const removal = (sessionId: string) => ({
  sql: 'select from sessions where session_id = $1 for key share',
  values: [sessionId],
})

describe.each(Object.entries(grants))('of a session that ends while %s gives tokens', (_, prepare) => {
  test.each([
    ...Object.keys(sessionEnds).map((name) => [name, 'on another process', other] as const),
    ['DeleteSession by an administrator', 'on the same process', server] as const,
  ])('by %s, %s: the app is told once, or gets none', async (name, _where, at) => {
    const end = (of: EndingSession) => sessionEnds[name]?.(at, of) ?? Promise.reject(new Error(name))
    const granted = await signedIn()
    const grant = await prepare(granted)
    const [given] = await whileHeld(inserts, grant, () => end(granted))
    expect([given, await toldOf(granted.sessionId)]).toEqual(['granted', [app.clientId]])

    const ended = await signedIn()
    const late = await prepare(ended)
    const [, refused] = await whileHeld(removal(ended.sessionId), () => end(ended), late)
    expect([refused, await toldOf(ended.sessionId)]).toEqual(['refused', []])
  })
})

test('of a session that ends on the page of a logout while tokens are given, the app is told once', async () => {
  const browser = pageClient(server.url)
  const person = await hostedPerson(server)
  await browser.open('/ui/v2/login/loginname')
  await browser.submit({ loginName: person.loginName })
  await browser.submit({ password: person.password })
  const { sessions } = await server.client(SessionService).listSessions({
    queries: [{ query: { case: 'userIdQuery', value: { id: person.userId } } }],
  })
  const sessionId = sessions[0]?.id ?? ''
  await browser.open('/oidc/v1/end_session')
  const fixture = { ...source, app: basic, appId: app.appId }
  await whileHeld(
    inserts,
    () => loginTokens(server, fixture, sessionId),
    () => browser.submit({}, `one:${sessionId}`),
  )
  expect(await toldOf(sessionId)).toEqual([app.clientId])
})

test('a grant waits neither for others of its session nor for changes of the session, nor do these for it', async () => {
  const session = await signedIn()
  const [held, free] = await Promise.all([codeForm(server, app, session), codeForm(server, app, session)])
  const redeem = (form: Record<string, string>) =>
    outcomeOf(requestToken(other, form, { basic, headers: atIssuer }))
  const [, number] = /^slp_code_([^_]+)_/.exec(held['code'] ?? '') ?? []
  // The exchange is held where it has all of its locks, at its first event.
  const firstEvent = {
    sql: `insert into events
        (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash)
      select instance_id, stream_type, stream_id, sequence + 1, type, created_at, creator, owner, payload, revision, hash
        from events where stream_type = 'auth_request' and stream_id = $1 order by sequence desc limit 1`,
    values: [`V2_${number}`],
  }
  const [given, more, waited] = await whileHeld(
    firstEvent,
    () => redeem(held),
    async () => {
      const { sessionId } = session
      const metadata = { seen: new Uint8Array([1]) }
      await server.client(SessionService).setSession({ sessionId, metadata })
      return outcomeOf(requestToken(server, free, { basic }))
    },
  )
  expect([given, more, waited]).toEqual(['granted', 'granted', false])
})
