import { APIAuthMethodType } from '@sallyport/contract/zitadel/application/v2/api_pb.js'
import { ApplicationState } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import {
  OIDCApplicationType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
  OIDCTokenType,
} from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { expect, test } from 'vitest'
import { api, applicationsV2, newName, oidc, samlXml } from './applicationsV2Fixtures.ts'
import { addProject } from './projects.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const { orgId } = await addOrg(server)
const projectId = await addProject(server, orgId)
const { v2, create, read } = applicationsV2(server, projectId)

const settings = {
  redirectUris: ['com.example.app:/cb', 'http://localhost/cb'],
  responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_CODE, OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN],
  grantTypes: [0, 1, 2, 3, 4] as OIDCGrantType[],
  applicationType: OIDCApplicationType.OIDC_APP_TYPE_NATIVE,
  authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
  postLogoutRedirectUris: ['com.example.app:/bye'],
  developmentMode: true,
  accessTokenType: OIDCTokenType.OIDC_TOKEN_TYPE_JWT,
  accessTokenRoleAssertion: true,
  idTokenRoleAssertion: true,
  idTokenUserinfoAssertion: true,
  clockSkew: { seconds: 2n, nanos: 0 },
  additionalOrigins: ['https://other.example.com'],
  skipNativeAppSuccessPage: true,
  backChannelLogoutUri: 'https://127.0.0.1/logout',
  loginVersion: { version: { case: 'loginV2' as const, value: { baseUri: 'https://login.example.com' } } },
}

test('an OIDC app is created, read, changed, deactivated, reactivated and deleted', async () => {
  const name = newName()
  const created = await create(oidc(settings), { name })
  const { applicationId, creationDate } = created
  expect(created.applicationType.case).toBe('oidcConfiguration')
  const { clientId, clientSecret, ...compliance } = created.applicationType.value as Record<string, unknown>
  expect(clientSecret).toBe('')
  expect(compliance).toMatchObject({
    nonCompliant: true,
    complianceProblems: [{ key: 'Application.OIDC.V1.NotCompliant' }, {}],
  })
  expect(await read(applicationId)).toMatchObject({
    applicationId,
    projectId,
    creationDate,
    changeDate: creationDate,
    state: ApplicationState.ACTIVE,
    name,
    configuration: {
      case: 'oidcConfiguration',
      value: { ...settings, clientId, nonCompliant: true, allowedOrigins: expect.any(Array) },
    },
  })
  const app = { projectId, applicationId }
  const { changeDate } = await v2().updateApplication({
    ...app,
    applicationType: { case: 'oidcConfiguration', value: { developmentMode: false } },
  })
  const changed = await read(applicationId)
  expect(changed?.changeDate).toEqual(changeDate)
  // As the contract says: grants, skew and login become the default, everything else stays.
  expect(changed?.configuration.value).toMatchObject({
    redirectUris: settings.redirectUris,
    applicationType: settings.applicationType,
    developmentMode: false,
    accessTokenType: settings.accessTokenType,
    grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE],
    clockSkew: { seconds: 0n },
  })
  expect(changed?.configuration.value).not.toHaveProperty('loginVersion')
  expect((await v2().deactivateApplication(app)).deactivationDate).toBeDefined()
  expect(await outcome(v2().deactivateApplication(app))).toBe(
    'FailedPrecondition applications.already_inactive',
  )
  expect((await read(applicationId))?.state).toBe(ApplicationState.INACTIVE)
  expect((await v2().reactivateApplication(app)).reactivationDate).toBeDefined()
  expect(await outcome(v2().reactivateApplication(app))).toBe(
    'FailedPrecondition applications.already_active',
  )
  expect((await v2().deleteApplication(app)).deletionDate).toBeDefined()
  expect(await outcome(v2().deleteApplication(app))).toBe('NotFound applications.not_found')
})

test('an OIDC app without settings has the defaults, which v2beta reads alike', async () => {
  const created = await create(oidc({ redirectUris: ['https://app.example.com/cb'] }))
  expect(created.applicationType.value).toMatchObject({
    clientSecret: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
    nonCompliant: false,
    complianceProblems: [],
  })
  const { applicationId: id } = created
  const shared = {
    responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_CODE],
    grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE],
    authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC,
    allowedOrigins: ['https://app.example.com'],
  }
  expect((await read(id))?.configuration.value).toMatchObject({
    ...shared,
    applicationType: OIDCApplicationType.OIDC_APP_TYPE_WEB,
    developmentMode: false,
    nonCompliant: false,
  })
  const { app } = await server.client(AppService).getApplication({ id })
  expect(app?.config.value).toMatchObject({ ...shared, appType: 0, devMode: false, noneCompliant: false })
})

test('an API app has a secret that a new one replaces at once', async () => {
  const created = await create(api())
  const { applicationId } = created
  const { clientId, clientSecret } = created.applicationType.value as {
    clientId: string
    clientSecret: string
  }
  expect((await read(applicationId))?.configuration).toMatchObject({
    case: 'apiConfiguration',
    value: { clientId, authMethodType: APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC },
  })
  const introspect = async (secret: string) => {
    const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
    const body = new URLSearchParams({ token: 'unknown' })
    const request = { method: 'POST', headers: { authorization }, body }
    return (await fetch(`${server.url}/oauth/v2/introspect`, request)).status
  }
  expect(await introspect(clientSecret)).toBe(200)
  const racing = await Promise.all(
    [1, 2, 3].map(() => v2().generateClientSecret({ projectId, applicationId })),
  )
  expect(await introspect(clientSecret)).toBe(401)
  const works = await Promise.all(racing.map((reply) => introspect(reply.clientSecret)))
  expect(works.sort()).toEqual([200, 401, 401])
  await v2().updateApplication({ projectId, applicationId, applicationType: api(1) })
  const after = await Promise.all(racing.map((reply) => introspect(reply.clientSecret)))
  expect(after).toEqual([401, 401, 401])
})

test('a SAML app returns its metadata as they were sent, or their address', async () => {
  const xml = '<EntityDescriptor entityID="https://sp.example.com"/>'
  const created = await create(samlXml(xml))
  const { applicationId } = created
  expect(created.applicationType).toMatchObject({ case: 'samlConfiguration', value: {} })
  const metadataOf = async () => (await read(applicationId))?.configuration.value as Record<string, unknown>
  const stored = await metadataOf()
  expect(Buffer.from(stored.metadataXml as Uint8Array).toString()).toBe(xml)
  expect(stored).toMatchObject({ metadataUrl: '' })
  expect(stored).not.toHaveProperty('loginVersion')
  const metadata = { case: 'metadataUrl' as const, value: 'https://sp.example.com/metadata' }
  const loginVersion = { version: { case: 'loginV1' as const, value: {} } }
  const applicationType = { case: 'samlConfiguration' as const, value: { metadata, loginVersion } }
  await v2().updateApplication({ projectId, applicationId, applicationType })
  expect(await metadataOf()).toMatchObject({ metadataUrl: metadata.value, loginVersion })
  expect((await metadataOf()).metadataXml).toHaveLength(0)
})
test('client metadata of the header are stored and shown in v2, too', async () => {
  const headers = {
    'x-sallyport-client-metadata': JSON.stringify({ resource: 'https://api.example.com/v2' }),
  }
  const applicationType = api()
  const { applicationId } = await v2({ headers }).createApplication({
    projectId,
    name: newName(),
    applicationType,
  })
  let shown: string | null = null
  await v2().getApplication(
    { applicationId },
    { onHeader: (all) => (shown = all.get('x-sallyport-client-metadata')) },
  )
  expect(JSON.parse(shown ?? '{}')).toEqual({ resource: 'https://api.example.com/v2' })
  const saml = { projectId, name: newName(), applicationType: samlXml('<x/>') }
  expect(await outcome(v2({ headers }).createApplication(saml))).toBe(
    'InvalidArgument applications.metadata_of_clients',
  )
  const { token } = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const change = v2({ token, headers }).updateApplication({ projectId, applicationId, name: newName() })
  expect(await outcome(change)).toBe('PermissionDenied permission.denied')
})
