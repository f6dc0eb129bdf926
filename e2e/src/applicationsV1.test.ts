import { timestampDate } from '@bufbuild/protobuf/wkt'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addProject } from './projects.ts'
import { refusalOf } from './refusal.ts'
import { addedDetails, addOrg, changedDetails, readDetails } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const { orgId, headers } = await addOrg(server)
const management = server.client(ManagementService, { headers })
const projectId = await addProject(server, orgId)
const elsewhere = await addProject(server)

let count = 0
const unique = () => {
  count += 1
  return `App ${count}`
}
const addOidc = (value: object = {}) =>
  management.addOIDCApp({ projectId, name: unique(), redirectUris: ['https://app.example.com/cb'], ...value })
const appOf = async (appId: string) => (await management.getAppByID({ projectId, appId })).app
const missing = { code: 'NotFound', id: 'applications.not_found' }
const unchanged = { code: 'FailedPrecondition', id: 'applications.unchanged' }

describe('apps of management.v1', () => {
  test('an OIDC app', async () => {
    const added = await addOidc({
      responseTypes: [0, 1],
      grantTypes: [0, 1],
      additionalOrigins: ['http://localhost:5173'],
    })
    expect(added).toMatchObject({ clientSecret: expect.stringMatching(/^.{64}$/), noneCompliant: false })
    expect(added.details).toEqual(addedDetails(orgId))
    const app = await appOf(added.appId)
    expect(app?.details).toEqual(readDetails(orgId))
    expect(app).toMatchObject({
      id: added.appId,
      state: 1,
      config: {
        case: 'oidcConfig',
        value: {
          clientId: added.clientId,
          responseTypes: [0, 1],
          grantTypes: [0, 1],
          allowedOrigins: ['https://app.example.com', 'http://localhost:5173'],
        },
      },
    })
  })

  test('an API app and a SAML app', async () => {
    const api = await management.addAPIApp({ projectId, name: unique(), authMethodType: 0 })
    expect(api.clientSecret).toHaveLength(64)
    expect((await appOf(api.appId))?.config).toMatchObject({
      case: 'apiConfig',
      value: { clientId: api.clientId },
    })
    const metadata = { case: 'metadataXml' as const, value: Buffer.from('<xml/>') }
    const saml = await management.addSAMLApp({ projectId, name: unique(), metadata })
    expect(saml.details).toEqual(addedDetails(orgId))
    const url = { case: 'metadataUrl' as const, value: 'https://sp.example.com/metadata' }
    await management.updateSAMLAppConfig({ projectId, appId: saml.appId, metadata: url })
    expect((await appOf(saml.appId))?.config.value).toMatchObject({ metadata: url })
    const key = management.addAppKey({ projectId, appId: saml.appId, type: 1 })
    expect(await refusalOf(key)).toEqual({ code: 'FailedPrecondition', id: 'applications.without_keys' })
  })

  test('an update of the settings replaces switches and keeps lists of URIs', async () => {
    const { appId } = await addOidc({ devMode: true, idTokenRoleAssertion: true })
    const { details } = await management.updateOIDCAppConfig({ projectId, appId, idTokenRoleAssertion: true })
    expect(details).toEqual(changedDetails(orgId))
    expect((await appOf(appId))?.config.value).toMatchObject({
      devMode: false,
      idTokenRoleAssertion: true,
      redirectUris: ['https://app.example.com/cb'],
    })
    const again = management.updateOIDCAppConfig({ projectId, appId, idTokenRoleAssertion: true })
    expect(await refusalOf(again)).toEqual(unchanged)
    const other = management.updateAPIAppConfig({ projectId, appId, authMethodType: 1 })
    expect(await refusalOf(other)).toEqual({ code: 'InvalidArgument', id: 'applications.wrong_kind' })
  })

  test('an API app changes to keys, and its secret ends', async () => {
    const { appId } = await management.addAPIApp({ projectId, name: unique() })
    const app = { projectId, appId }
    const { details } = await management.updateAPIAppConfig({ ...app, authMethodType: 1 })
    expect(details).toEqual(changedDetails(orgId))
    expect((await appOf(appId))?.config.value).toMatchObject({ authMethodType: 1 })
    expect(await refusalOf(management.updateAPIAppConfig({ ...app, authMethodType: 1 }))).toEqual(unchanged)
    expect(await refusalOf(management.regenerateAPIClientSecret(app))).toEqual({
      code: 'FailedPrecondition',
      id: 'applications.without_secret',
    })
  })

  test('renaming to the same name is refused, and to the name of another app', async () => {
    const [one, two] = [unique(), unique()]
    const { appId } = await addOidc({ name: one })
    await addOidc({ name: two })
    expect(await refusalOf(management.updateApp({ projectId, appId, name: one }))).toEqual(unchanged)
    expect(await refusalOf(management.updateApp({ projectId, appId, name: two }))).toEqual({
      code: 'AlreadyExists',
      id: 'applications.name_taken',
    })
    const { details } = await management.updateApp({ projectId, appId, name: unique() })
    expect(details).toEqual(changedDetails(orgId))
  })

  test('state and removal', async () => {
    const { appId } = await addOidc()
    const app = { projectId, appId }
    expect((await management.deactivateApp(app)).details).toEqual(changedDetails(orgId))
    expect((await refusalOf(management.deactivateApp(app))).code).toBe('FailedPrecondition')
    expect((await management.reactivateApp(app)).details).toEqual(changedDetails(orgId))
    expect((await refusalOf(management.reactivateApp(app))).code).toBe('FailedPrecondition')
    expect((await management.removeApp(app)).details).toEqual(changedDetails(orgId))
    expect(await refusalOf(management.removeApp(app))).toEqual(missing)
    expect(await refusalOf(appOf(appId))).toEqual(missing)
  })

  test('lists are of one project, by part of the name', async () => {
    const project = await addProject(server, orgId)
    for (const name of ['Shop', 'shopkeeper', 'Other']) {
      await management.addAPIApp({ projectId: project, name })
    }
    const queries = [{ query: { case: 'nameQuery' as const, value: { name: 'SHOP', method: 3 } } }]
    const { result, details } = await management.listApps({
      projectId: project,
      query: { asc: true },
      queries,
    })
    expect(result.map(({ name }) => name)).toEqual(['Shop', 'shopkeeper'])
    expect(details?.totalResult).toBe(2n)
    expect((await management.listApps({ projectId: elsewhere })).result).toEqual([])
  })

  test('changes are those of the app alone', async () => {
    const { appId } = await addOidc()
    await addOidc()
    await management.deactivateApp({ projectId, appId })
    const { result } = await management.listAppChanges({ projectId, appId, query: { asc: true } })
    expect(result.map(({ eventType }) => eventType?.key)).toEqual([
      'EventTypes.project.application.added',
      'EventTypes.project.application.config.oidc.added',
      'EventTypes.project.application.deactivated',
    ])
    expect((await management.listAppChanges({ projectId: elsewhere, appId })).result).toEqual([])
  })
})

describe('secrets and keys of management.v1', () => {
  test('a regenerated secret differs', async () => {
    const oidc = await addOidc()
    const again = await management.regenerateOIDCClientSecret({ projectId, appId: oidc.appId })
    expect(again.clientSecret).toHaveLength(64)
    expect(again.clientSecret).not.toBe(oidc.clientSecret)
    expect(again.details).toEqual(changedDetails(orgId))
    const api = await management.addAPIApp({ projectId, name: unique() })
    const next = await management.regenerateAPIClientSecret({ projectId, appId: api.appId })
    expect(next.clientSecret).not.toBe(api.clientSecret)
    const wrong = management.regenerateAPIClientSecret({ projectId, appId: oidc.appId })
    expect(await refusalOf(wrong)).toEqual({ code: 'InvalidArgument', id: 'applications.wrong_kind' })
  })

  test('keys are added, read, listed and removed', async () => {
    const { appId, clientId } = await addOidc({ authMethodType: 3 })
    const app = { projectId, appId }
    const added = await management.addAppKey({ ...app, type: 1 })
    expect(added.details).toEqual(addedDetails(orgId))
    expect(JSON.parse(Buffer.from(added.keyDetails).toString())).toMatchObject({
      type: 'application',
      appId,
      clientId,
    })
    const { key } = await management.getAppKey({ ...app, keyId: added.id })
    expect(key).toMatchObject({ id: added.id, type: 1 })
    expect(key?.expirationDate && timestampDate(key.expirationDate).getUTCFullYear()).toBe(9999)
    const second = await management.addAppKey({ ...app, type: 1 })
    const listed = async () =>
      (await management.listAppKeys({ ...app, query: { asc: true } })).result.map(({ id }) => id)
    expect(await listed()).toEqual([added.id, second.id])
    const { details } = await management.removeAppKey({ ...app, keyId: added.id })
    expect(details).toEqual(changedDetails(orgId))
    expect(await listed()).toEqual([second.id])
    const noKey = { code: 'NotFound', id: 'applications.key_not_found' }
    expect(await refusalOf(management.removeAppKey({ ...app, keyId: added.id }))).toEqual(noKey)
    expect(await refusalOf(management.getAppKey({ ...app, keyId: added.id }))).toEqual(noKey)
  })
})

test('projects of other organizations do not exist in this context', async () => {
  const own = server.client(ManagementService)
  const { appId } = await own.addAPIApp({ projectId: elsewhere, name: 'Foreign' })
  const app = { projectId: elsewhere, appId }
  for (const call of [
    () => management.getAppByID(app),
    () => management.updateApp({ ...app, name: 'Mine' }),
    () => management.updateAPIAppConfig({ ...app, authMethodType: 1 }),
    () => management.deactivateApp(app),
    () => management.removeApp(app),
    () => management.regenerateAPIClientSecret(app),
    () => management.addAppKey({ ...app, type: 1 }),
  ]) {
    expect(await refusalOf(call())).toEqual(missing)
  }
  const added = management.addAPIApp({ projectId: elsewhere, name: 'Mine' })
  expect(await refusalOf(added)).toEqual({ code: 'FailedPrecondition', id: 'projects.missing' })
  expect((await own.getAppByID(app)).app).toMatchObject({ name: 'Foreign', state: 1 })
})
