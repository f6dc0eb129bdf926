import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { decodeJwt } from 'jose'
import { afterAll, expect, test } from 'vitest'
import { startHttpReceiver } from '../../server/src/features/notifications/testing/httpReceiver.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { addPerson, passwordSession } from './people.ts'
import { sessionEnds } from './sessionEnds.ts'
import { addOrg, inOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const receiver = await startHttpReceiver()
afterAll(() => receiver.close())
const server = await systemServer()
const sessions = server.client(SessionService)
const backChannelLogoutUri = `${receiver.url}/logout`
const app = await addOidcProject(server, { config: { backChannelLogoutUri } })

/** A person of an organization of their own with a session that gave the app tokens. */
async function loggedIn(of = app) {
  const { orgId, headers } = await addOrg(server, 'People')
  const { userId } = await addPerson(server, { headers: inOrg(orgId) })
  const session = await passwordSession(server, userId)
  await loginTokens(server, of, session.sessionId)
  return { orgId, headers, userId, issuer: server.url, ...session }
}

/** Runs the jobs after an act; returns who was told of the end of which session. */
async function told(act: () => unknown = () => undefined) {
  const before = receiver.requests.length
  await act()
  await server.runJobs()
  return receiver.requests.slice(before).map(({ path, body }) => {
    const claims = decodeJwt(new URLSearchParams(body).get('logout_token') ?? '')
    return { path, aud: claims.aud, sub: claims.sub, sid: claims.sid, nonce: claims['nonce'] }
  })
}
test.each(Object.keys(sessionEnds))('%s tells the app once', async (name) => {
  const one = await loggedIn()
  const other = await loggedIn()
  await told()
  const { sessionId: sid, userId: sub } = one
  expect(await told(() => sessionEnds[name]?.(server, one))).toEqual([
    { path: '/logout', aud: app.app[0], sub, sid, nonce: undefined },
  ])
  expect(await told()).toEqual([])
  await sessions.deleteSession({ sessionId: other.sessionId })
  expect((await told()).map(({ sid }) => sid)).toEqual([other.sessionId])
})

test('the app is told at the URI that it has when the session ends, also if it had none at the login', async () => {
  const moving = await addOidcProject(server)
  const session = await loggedIn(moving)
  await server.client(ApplicationService).updateApplication({
    projectId: moving.projectId,
    applicationId: moving.appId,
    applicationType: {
      case: 'oidcConfiguration',
      value: { backChannelLogoutUri: `${receiver.url}/moved` },
    },
  })
  await sessions.deleteSession({ sessionId: session.sessionId })
  expect((await told()).map(({ path, sid }) => [path, sid])).toEqual([['/moved', session.sessionId]])
})

test('a deactivated app is told nothing', async () => {
  const quiet = await addOidcProject(server, { config: { backChannelLogoutUri } })
  const session = await loggedIn(quiet)
  const { projectId, appId: applicationId } = quiet
  await server.client(ApplicationService).deactivateApplication({ projectId, applicationId })
  await sessions.deleteSession({ sessionId: session.sessionId })
  expect(await told()).toEqual([])
})
