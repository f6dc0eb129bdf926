import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { requestToken } from './oidcForms.ts'
import { addOidcApp, answerLogin, beginLogin, callbackUri, codeRequest } from './oidcLogin.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'

// An app with tokens of a login reacts to the challenges of RFC 9470.
const clock = testClock()
const server = await testServer({ clock })
const sessions = server.client(SessionService)
const app = await addOidcApp(server)
const scope = 'openid offline_access urn:zitadel:iam:org:project:id:zitadel:aud'

type Session = { readonly sessionId: string; readonly sessionToken: string }

/** Begins a login of the app, which the person finishes when they are ready. */
async function beginAt(more: Readonly<Record<string, string>> = {}) {
  const { query, verifier } = codeRequest(app, { scope, ...more })
  return { authRequestId: await beginLogin(server, query), verifier }
}

async function finish({ authRequestId, verifier }: Awaited<ReturnType<typeof beginAt>>, session: Session) {
  const answer = await answerLogin(server, authRequestId, session)
  const form = {
    grant_type: 'authorization_code',
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: callbackUri,
    code_verifier: verifier,
  }
  const { json } = await requestToken(server, form, { basic: [app.clientId, app.clientSecret] })
  return { access: String(json['access_token']), refresh: String(json['refresh_token']) }
}

let count = 0
const changePhone = (userId: string, token: string) => {
  count += 1
  const body = { phone: `+4179222${String(1000 + count)}` }
  return server.rest('POST', `/v2/users/${userId}/phone`, { token, body })
}

/** The parameters of a challenge by their names. */
function challengeOf(headers: Headers): Readonly<Record<string, string>> {
  const header = headers.get('www-authenticate') ?? ''
  return Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
}

const renew = async (sessionId: string, checks: object): Promise<Session> => ({
  sessionId,
  sessionToken: (await sessions.setSession({ sessionId, checks })).sessionToken,
})

test('a token of an old login is refused, and one of a login with max_age passes', async () => {
  const { userId } = await addPerson(server)
  const session = await passwordSession(server, userId)
  const first = await finish(await beginAt(), session)
  expect((await changePhone(userId, first.access)).status).toBe(200)
  clock.advance(16 * 60)
  const refused = await changePhone(userId, first.access)
  expect(refused.status).toBe(401)
  const { error, max_age: maxAge = '' } = challengeOf(refused.headers)
  expect([error, maxAge]).toEqual(['insufficient_user_authentication', '900'])

  const stepUp = await beginAt({ max_age: maxAge })
  expect(await refusalOf(answerLogin(server, stepUp.authRequestId, session))).toMatchObject({
    id: 'auth_request.auth_too_old',
  })
  const again = await renew(session.sessionId, { password: { password } })
  const second = await finish(stepUp, again)
  expect((await changePhone(userId, second.access)).status).toBe(200)
  expect((await changePhone(userId, first.access)).status, 'the old token proves nothing new').toBe(401)
})

test('a renewed token is as old as its login', async () => {
  const { userId } = await addPerson(server)
  const { refresh } = await finish(await beginAt(), await passwordSession(server, userId))
  clock.advance(16 * 60)
  const form = { grant_type: 'refresh_token', refresh_token: refresh }
  const { json } = await requestToken(server, form, { basic: [app.clientId, app.clientSecret] })
  expect((await changePhone(userId, String(json['access_token']))).status).toBe(401)
})

test('a login without max_age takes an old session, whose token is as old', async () => {
  const { userId } = await addPerson(server)
  const session = await passwordSession(server, userId)
  clock.advance(16 * 60)
  const { access } = await finish(await beginAt(), session)
  expect((await changePhone(userId, access)).status).toBe(401)
})

describe('a person with a second factor', () => {
  test.each(['password first', 'code first'])('proves both anew for max_age, %s', async (order) => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    const byCode = () => {
      clock.advance(30)
      return { totp: { code: codeAt(secret, clock.now()) } }
    }
    const session = await sessions.createSession({
      checks: { ...byId(userId), password: { password }, ...byCode() },
    })
    const { access } = await finish(await beginAt(), session)
    clock.advance(16 * 60)
    const refused = challengeOf((await changePhone(userId, access)).headers)
    expect(refused).toMatchObject({ max_age: '900', acr_values: 'urn:sallyport:aal:2' })
    const { max_age = '', acr_values = '' } = refused
    const stepUp = await beginAt({ max_age, acr_values })
    const byPassword = () => ({ password: { password } })
    const [one, other] = order === 'password first' ? [byPassword, byCode] : [byCode, byPassword]
    const half = await renew(session.sessionId, one())
    expect(await refusalOf(answerLogin(server, stepUp.authRequestId, half))).toMatchObject({
      id: 'auth_request.auth_too_old',
    })
    const { access: fresh } = await finish(stepUp, await renew(session.sessionId, other()))
    expect((await changePhone(userId, fresh)).status).toBe(200)
  })
})
