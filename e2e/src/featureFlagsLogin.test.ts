import { FeatureService } from '@zitadel/proto/zitadel/feature/v2/feature_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterEach, expect, test } from 'vitest'
import { addReader, linkIn, mailroom } from './mailroom.ts'
import { addOidcApp, authorizePath, loginBaseUri, openAuthorization } from './oidcLogin.ts'
import { password } from './people.ts'
import { systemToken, systemUsersEnvironment } from './systemUsers.ts'

const { server, mail } = await mailroom({ environment: systemUsersEnvironment({ operator: undefined }) })
const operator = { token: await systemToken(server, 'operator') }
const features = server.client(FeatureService)
const system = server.client(FeatureService, operator)
const hosted = `${server.url.replace('127.0.0.1', 'localhost')}/ui/v2/login`
const ofApp = await addOidcApp(server)
const ofNobody = await addOidcApp(server, { oidc: { loginVersion: {} } })

afterEach(async () => {
  await features.resetInstanceFeatures({})
  await system.resetSystemFeatures({})
})

/** Returns where an application's login is, and where a logout without a session is. */
async function loginsOf(app: { readonly clientId: string }): Promise<readonly (string | undefined)[]> {
  const { location } = await openAuthorization(server, new URL(server.url + authorizePath(app)))
  const ended = await fetch(`${server.url}/oidc/v1/end_session?client_id=${app.clientId}`, {
    redirect: 'manual',
  })
  return [location?.split('/login?authRequest=')[0], ended.headers.get('location')?.split('/logout?')[0]]
}

async function mailedLink(): Promise<URL> {
  const { userId } = await addReader(server, { password })
  await server.client(UserService).passwordReset({ userId, medium: { case: 'sendLink', value: {} } })
  await server.runJobs()
  return linkIn(mail.mails.at(-1))
}

test('without one of the instance, applications have their own login or the hosted one', async () => {
  await features.setInstanceFeatures({ loginV2: { required: true } })
  expect(await loginsOf(ofApp)).toEqual([loginBaseUri, loginBaseUri])
  expect(await loginsOf(ofNobody)).toEqual([hosted, hosted])
  expect((await mailedLink()).pathname).toBe('/ui/v2/login/password/set')
})

test('the login of the instance takes the place of all others, in mails too', async () => {
  const baseUri = 'https://login.acme.example/v2/'
  await features.setInstanceFeatures({ loginV2: { required: true, baseUri } })
  const place = 'https://login.acme.example/v2'
  expect(await loginsOf(ofApp)).toEqual([place, place])
  expect(await loginsOf(ofNobody)).toEqual([place, place])
  const link = await mailedLink()
  expect(link.origin + link.pathname).toBe(`${place}/password/set`)
  expect([...link.searchParams.keys()]).toEqual(['code', 'userId', 'organization'])
  await features.setInstanceFeatures({ loginV2: { required: false, baseUri } })
  expect(await loginsOf(ofApp)).toEqual([loginBaseUri, loginBaseUri])
  expect(await loginsOf(ofNobody)).toEqual([hosted, hosted])
})

test("the system's login counts for instances without a choice of their own", async () => {
  const baseUri = 'https://login.system.example'
  await system.setSystemFeatures({ loginV2: { required: true, baseUri } })
  expect(await loginsOf(ofNobody)).toEqual([baseUri, baseUri])
  await features.setInstanceFeatures({ loginV2: { required: true } })
  expect(await loginsOf(ofNobody)).toEqual([hosted, hosted])
})
