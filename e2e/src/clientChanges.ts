import { generateKeyPairSync } from 'node:crypto'
import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { OIDCAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { APIAuthMethodType } from '@zitadel/proto/zitadel/app_pb.js'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { postForm } from './oidcForms.ts'
import {
  addOidcApp,
  beginLogin,
  codeRequest,
  loginOf as loginClient,
  openAuthorization,
} from './oidcLogin.ts'
import { signAssertion } from './oidcProofs.ts'
import { addPerson, passwordSession } from './people.ts'
import { introspectionOf, loggedIn, loginOf, type ProcessChanges, refreshesOf } from './processChange.ts'
import { addOrg, outcome } from './tenants.ts'

const management = (here: TestServer) => here.client(ManagementService)
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** How an app that signs its assertions introspects. */
const signedBy = (there: TestServer, signer: Parameters<typeof signAssertion>[1]) => async () => {
  const client_assertion = await signAssertion(there, signer)
  const form = { token: 'x', client_assertion, client_assertion_type: assertionType }
  return (await postForm(there, '/oauth/v2/introspect', form)).status
}

/** Changes of projects, apps and their credentials. */
export const clientChanges: ProcessChanges = {
  async 'an app is removed'(here, there) {
    const { fixture, sessionId, accessToken } = await loggedIn(here)
    const refresh = refreshesOf(there, await loginTokens(here, fixture, sessionId), fixture.app)
    return {
      asked: [
        { ask: loginOf(there, fixture.app[0]), before: 'own', after: 400 },
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: false },
        { ask: refresh, before: 200, after: 401 },
      ],
      change: () => management(here).removeApp({ projectId: fixture.projectId, appId: fixture.appId }),
    }
  },
  async 'an API is removed'(here, there) {
    const { fixture, accessToken } = await loggedIn(here)
    return {
      asked: [{ ask: introspectionOf(there, accessToken, fixture.api), before: true, after: 401 }],
      change: () => management(here).removeApp({ projectId: fixture.projectId, appId: fixture.apiId }),
    }
  },
  async 'a client secret is replaced'(here, there) {
    const { fixture, accessToken } = await loggedIn(here)
    const { projectId, apiId: appId } = fixture
    let secret = 'not yet known'
    const byNew = () => introspectionOf(there, accessToken, [fixture.api[0], secret])()
    return {
      asked: [
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: 401 },
        { ask: byNew, before: 401, after: true },
      ],
      async change() {
        secret = (await management(here).regenerateAPIClientSecret({ projectId, appId })).clientSecret
      },
    }
  },
  async 'a key of an app is removed'(here, there) {
    const { projectId } = await addOidcProject(here)
    const { appId, clientId } = await management(here).addAPIApp({
      projectId,
      name: 'Keyed',
      authMethodType: APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT,
    })
    const expirationDate = timestampFromDate(new Date(here.clock.now().getTime() + 86_400_000))
    const type = KeyType.JSON
    const { id: keyId, keyDetails } = await management(here).addAppKey({
      projectId,
      appId,
      type,
      expirationDate,
    })
    const { key } = JSON.parse(Buffer.from(keyDetails).toString()) as { key: string }
    return {
      asked: [{ ask: signedBy(there, { subject: clientId, keyId, key }), before: 200, after: 401 }],
      change: () => management(here).removeAppKey({ projectId, appId, keyId }),
    }
  },
  async 'the key set of an app is replaced'(here, there) {
    const [old, next] = [0, 1].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }))
    if (!old || !next) throw new Error('unreachable')
    const metadata = (key: typeof old) => ({
      jwks: { keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'one' }] },
    })
    const { projectId, appId, clientId } = await addOidcApp(here, {
      oidc: { authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT },
      metadata: metadata(old),
    })
    const by = (key: typeof old) =>
      signedBy(there, { subject: clientId, keyId: 'one', key: key.privateKey, alg: 'ES256' })
    const headers = { 'x-sallyport-client-metadata': JSON.stringify(metadata(next)) }
    return {
      asked: [
        { ask: by(old), before: 200, after: 401 },
        { ask: by(next), before: 401, after: 200 },
      ],
      change: () => here.client(AppService, { headers }).updateApplication({ projectId, id: appId }),
    }
  },
  async 'an app demands pushed requests'(here, there) {
    const { projectId, appId, clientId } = await addOidcApp(here)
    const headers = { 'x-sallyport-client-metadata': '{"require_pushed_authorization_requests":true}' }
    const ask = loginOf(there, clientId, 'https://app.example.test/callback')
    return {
      asked: [{ ask, before: 'https://login.example.test', after: 400 }],
      change: () => here.client(AppService, { headers }).updateApplication({ projectId, id: appId }),
    }
  },
  async 'a project is deactivated'(here, there) {
    const { fixture, accessToken } = await loggedIn(here)
    return {
      asked: [
        { ask: loginOf(there, fixture.app[0]), before: 'own', after: 400 },
        { ask: introspectionOf(there, accessToken, fixture.api), before: true, after: 401 },
      ],
      change: () => management(here).deactivateProject({ id: fixture.projectId }),
    }
  },
  async 'the authorization of a person that a project demands is removed'(here, there) {
    const { userId } = await addPerson(here)
    const app = await addOidcApp(here)
    const { projectId } = app
    await management(here).updateProject({
      id: projectId,
      name: `Closed ${projectId}`,
      projectRoleCheck: true,
    })
    const { userGrantId } = await management(here).addUserGrant({ userId, projectId })
    const login = there.client(OIDCService, await loginClient(here))
    const ask = async () => {
      const { sessionId, sessionToken } = await passwordSession(there, userId)
      const authRequestId = await beginLogin(there, codeRequest(app).query)
      const value = { sessionId, sessionToken }
      return outcome(login.createCallback({ authRequestId, callbackKind: { case: 'session', value } }))
    }
    return {
      asked: [{ ask, before: 'ok', after: 'PermissionDenied authorizations.authorization_required' }],
      change: () => management(here).removeUserGrant({ userId, grantId: userGrantId }),
    }
  },
  async 'the address to which a logout returns is taken away'(here, there) {
    const { fixture } = await loggedIn(here, {
      config: { postLogoutRedirectUris: ['https://app.example/out'] },
    })
    const query = new URLSearchParams({
      client_id: fixture.app[0],
      post_logout_redirect_uri: 'https://app.example/out',
    })
    const ask = async () =>
      (await fetch(`${there.url}/oidc/v1/end_session?${query}`, { redirect: 'manual' })).status
    const { projectId, appId } = fixture
    return {
      asked: [{ ask, before: 303, after: 400 }],
      change: () =>
        here.client(AppService).updateApplication({
          projectId,
          id: appId,
          updateRequestType: {
            case: 'oidcConfigurationRequest',
            value: { postLogoutRedirectUris: ['https://app.example/other'] },
          },
        }),
    }
  },
  async 'the resource of an API is taken away'(here, there) {
    const app = await addOidcApp(here)
    const resource = `https://api-${app.appId}.example`
    const named = { 'x-sallyport-client-metadata': JSON.stringify({ resource }) }
    const { projectId } = app
    const { appId: id } = await here.client(AppService, { headers: named }).createApplication({
      projectId,
      name: 'API',
      creationRequestType: { case: 'apiRequest', value: {} },
    })
    const none = { 'x-sallyport-client-metadata': '{}' }
    const ask = async () => {
      const { query } = codeRequest(app, { resource })
      const { location } = await openAuthorization(there, query)
      return new URL(location ?? '').searchParams.get('error')
    }
    return {
      asked: [{ ask, before: null, after: 'invalid_target' }],
      change: () => here.client(AppService, { headers: none }).updateApplication({ projectId, id }),
    }
  },
  async 'a grant of a project to another organization is removed, with the roles of its people'(here, there) {
    const { orgId, headers } = await addOrg(here)
    const { userId } = await addPerson(here, { headers })
    const { sessionId } = await passwordSession(here, userId)
    const fixture = await addOidcProject(here)
    const { projectId } = fixture
    await management(here).addProjectRole({ projectId, roleKey: 'buyer', displayName: 'Buyer' })
    const { grantId } = await management(here).addProjectGrant({
      projectId,
      grantedOrgId: orgId,
      roleKeys: ['buyer'],
    })
    const partner = here.client(ManagementService, { headers })
    await partner.addUserGrant({ userId, projectId, projectGrantId: grantId, roleKeys: ['buyer'] })
    const scopes = ['openid', `urn:zitadel:iam:org:projects:roles`]
    const { accessToken: token } = await loginTokens(here, fixture, sessionId, { scopes })
    const ask = async () => {
      const { json } = await postForm(there, '/oauth/v2/introspect', { token }, { basic: fixture.api })
      return Object.keys((json[`urn:zitadel:iam:org:project:${projectId}:roles`] ?? {}) as object)
    }
    return {
      asked: [{ ask, before: ['buyer'], after: [] }],
      change: () => management(here).removeProjectGrant({ projectId, grantId }),
    }
  },
}
