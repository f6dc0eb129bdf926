import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { ApplicationState } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { OIDCAuthMethodType } from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { api, applicationsV2, type Kind, later, newName, oidc, samlXml } from './applicationsV2Fixtures.ts'
import { addCallers } from './callers.ts'
import { addProjectMember } from './projectFixtures.ts'
import { addProject } from './projects.ts'
import { statusOf } from './refusal.ts'
import { addOrg, outcome } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()
const { orgId } = await addOrg(server)
const projectId = await addProject(server, orgId)
const { v2, create, newApp, newKey, read } = applicationsV2(server, projectId)

type Client = ReturnType<typeof v2>
const missing = 'NotFound applications.not_found'

describe('rights', async () => {
  const roles = ['IAM_OWNER', 'ORG_OWNER', 'ORG_OWNER_VIEWER', 'IAM_OWNER_VIEWER', 'ORG_PROJECT_CREATOR']
  const callers = await addCallers(server, orgId, ...roles)
  const writers = ['IAM_OWNER', 'ORG_OWNER']
  const readers = [...writers, 'ORG_OWNER_VIEWER', 'IAM_OWNER_VIEWER']
  const refusalFor = (name: string) => {
    if (name === 'no token' || name === 'another instance') return 'Unauthenticated'
    return roles.includes(name) ? 'PermissionDenied' : 'NotFound'
  }

  test.each(Object.entries(callers))(
    '%s may do what their roles say',
    async (name, options: ClientOptions) => {
      const client = v2(options)
      const may = (allowed: readonly string[]) => (allowed.includes(name) ? 'ok' : refusalFor(name))
      const applicationId = await newApp()
      const keyId = await newKey(applicationId)
      const app = { projectId, applicationId }
      expect(await statusOf(client.getApplication({ applicationId })), 'get').toBe(may(readers))
      expect(await statusOf(client.getApplicationKey({ keyId })), 'get key').toBe(may(readers))
      expect(await statusOf(create(api(), { client })), 'create').toBe(may(writers))
      expect(await statusOf(client.updateApplication({ ...app, name: newName() })), 'update').toBe(
        may(writers),
      )
      expect(await statusOf(client.generateClientSecret(app)), 'secret').toBe(may(writers))
      const key = { ...app, expirationDate: later }
      expect(await statusOf(client.createApplicationKey(key)), 'key').toBe(may(writers))
      expect(await statusOf(client.deleteApplicationKey({ ...app, keyId })), 'remove key').toBe(may(writers))
      expect(await statusOf(client.deactivateApplication(app)), 'deactivate').toBe(may(writers))
      if (!writers.includes(name)) await v2().deactivateApplication(app)
      expect(await statusOf(client.reactivateApplication(app)), 'reactivate').toBe(may(writers))
      expect(await statusOf(client.deleteApplication(app)), 'delete').toBe(may(['IAM_OWNER']))
      const lists = [client.listApplications({}), client.listApplicationKeys({})]
      const unauthenticated = refusalFor(name) === 'Unauthenticated'
      for (const list of lists) expect(await statusOf(list)).toBe(unauthenticated ? 'Unauthenticated' : 'ok')
    },
  )

  test.each(Object.entries(callers))('%s lists what they may read', async (name, options: ClientOptions) => {
    if (refusalFor(name) === 'Unauthenticated') return
    await newKey(await newApp())
    const among = { filter: { case: 'projectIdFilter' as const, value: { projectId } } }
    const { applications, pagination } = await v2(options).listApplications({ filters: [among] })
    const { keys } = await v2(options).listApplicationKeys({ filters: [among] })
    const seen = [applications.length > 0, (pagination?.totalResult ?? 0n) > 0n, keys.length > 0]
    expect(seen).toEqual(Array(3).fill(readers.includes(name)))
  })

  test('roles on one project reach its apps alone', async () => {
    const { token } = await addProjectMember(server, { projectId, orgId }, 'PROJECT_OWNER')
    const client = v2({ token })
    const other = await addProject(server, orgId)
    const { applicationId } = await create(api(), { client })
    const { applicationId: foreign } = await create(api(), { project: other })
    expect(await outcome(client.updateApplication({ projectId, applicationId, name: newName() }))).toBe('ok')
    expect(await outcome(create(api(), { client, project: other }))).toBe(
      'PermissionDenied permission.denied',
    )
    expect(await outcome(client.getApplication({ applicationId: foreign }))).toBe(
      'PermissionDenied permission.denied',
    )
    // An app is never found under another project than its own.
    expect(await outcome(client.generateClientSecret({ projectId, applicationId: foreign }))).toBe(missing)
    const seen = (await client.listApplications({ pagination: { limit: 1000 } })).applications
    expect(new Set(seen.map((app) => app.projectId))).toEqual(new Set([projectId]))
  })
})

describe('refusals', () => {
  const everyMethod: Record<
    string,
    (client: Client, applicationId: string, keyId: string) => Promise<unknown>
  > = {
    getApplication: (client, applicationId) => client.getApplication({ applicationId }),
    updateApplication: (client, applicationId) =>
      client.updateApplication({ projectId, applicationId, name: newName() }),
    deactivateApplication: (client, applicationId) =>
      client.deactivateApplication({ projectId, applicationId }),
    reactivateApplication: (client, applicationId) =>
      client.reactivateApplication({ projectId, applicationId }),
    generateClientSecret: (client, applicationId) =>
      client.generateClientSecret({ projectId, applicationId }),
    createApplicationKey: (client, applicationId) =>
      client.createApplicationKey({ projectId, applicationId, expirationDate: later }),
    deleteApplicationKey: (client, applicationId, keyId) =>
      client.deleteApplicationKey({ projectId, applicationId, keyId }),
    getApplicationKey: (client, _, keyId) => client.getApplicationKey({ keyId }),
    deleteApplication: (client, applicationId) => client.deleteApplication({ projectId, applicationId }),
  }
  const ofKeys = ['deleteApplicationKey', 'getApplicationKey']

  test.each(Object.entries(everyMethod))('%s refuses ids that are not there', async (name, call) => {
    const notFound = ofKeys.includes(name) ? 'NotFound applications.key_not_found' : missing
    const applicationId = await newApp()
    const keyId = await newKey(applicationId)
    expect(await outcome(call(v2(), 'unknown', 'unknown'))).toBe(notFound)
    expect(await outcome(call(v2(), '', ''))).toBe('InvalidArgument')
    const { token, headers } = await addInstance(server)
    const elsewhere = await outcome(call(v2({ token, headers }), applicationId, keyId))
    expect(elsewhere).toMatch(/^NotFound|^FailedPrecondition projects.missing/)
    expect(await read(applicationId)).toMatchObject({ state: ApplicationState.ACTIVE })
    expect((await v2().getApplicationKey({ keyId })).keyId).toBe(keyId)
  })

  test.each<[string, Kind, string]>([
    [
      'code without its grant',
      oidc({ grantTypes: [1], responseTypes: [1] }),
      'applications.code_grant_missing',
    ],
    ['id_token without implicit', oidc({ responseTypes: [2] }), 'applications.implicit_grant_missing'],
    ['an unspecified response type', oidc({ responseTypes: [0] }), ''],
    ['an unknown grant', oidc({ grantTypes: [9 as never] }), ''],
    ['an unknown method', oidc({ authMethodType: 9 as never }), ''],
    ['an unknown kind of client', oidc({ applicationType: 9 as never }), ''],
    ['a skew of 6 seconds', oidc({ clockSkew: { seconds: 6n } }), ''],
    [
      'a path as origin',
      oidc({ additionalOrigins: ['https://a.example.com/x'] }),
      'applications.origin_invalid',
    ],
    [
      'a login that is no URL',
      oidc({ loginVersion: { version: { case: 'loginV2', value: { baseUri: 'x' } } } }),
      'applications.login_uri_invalid',
    ],
    [
      'a back-channel URI in the private network',
      oidc({ backChannelLogoutUri: 'https://10.0.0.1/' }),
      'applications.back_channel_address_denied',
    ],
    ['an unknown method of an API', api(9 as never), ''],
    ['SAML without metadata', samlXml(''), 'applications.saml_metadata_missing'],
  ])('%s is refused', async (_, kind, id) => {
    expect(await outcome(create(kind))).toBe(`InvalidArgument ${id}`.trim())
  })

  test('a creation needs a project, a name that is free, an id that is free and a kind', async () => {
    const name = newName()
    const { applicationId } = await create(api(), { name })
    const wanted = { projectId, name: newName(), applicationType: api() }
    const cases = [
      [v2().createApplication({ projectId, name: newName() }), 'InvalidArgument'],
      [v2().createApplication({ ...wanted, projectId: '' }), 'InvalidArgument'],
      [v2().createApplication({ ...wanted, projectId: 'unknown' }), 'FailedPrecondition projects.missing'],
      [v2().createApplication({ ...wanted, name: '  ' }), 'InvalidArgument applications.name_blank'],
      [v2().createApplication({ ...wanted, name }), 'AlreadyExists applications.name_taken'],
      [v2().createApplication({ ...wanted, applicationId }), 'FailedPrecondition applications.id_taken'],
    ] as const
    const refused = await Promise.all(cases.map(([call]) => outcome(call)))
    expect(refused).toEqual(cases.map(([, expected]) => expected))
    const racing = await Promise.all([1, 2, 3].map(() => outcome(v2().createApplication(wanted))))
    const taken = 'AlreadyExists applications.name_taken'
    expect(racing.sort()).toEqual([taken, taken, 'ok'])
  })

  test('an update needs something to change, of the kind that the app has', async () => {
    const applicationId = await newApp()
    const app = { projectId, applicationId }
    const unchanged = 'FailedPrecondition applications.unchanged'
    expect(await outcome(v2().updateApplication(app))).toBe(unchanged)
    expect(await outcome(v2().updateApplication({ ...app, applicationType: api() }))).toBe(unchanged)
    const otherKinds = [
      { case: 'oidcConfiguration' as const, value: { developmentMode: true } },
      samlXml('<x/>'),
    ]
    for (const applicationType of otherKinds) {
      expect(await outcome(v2().updateApplication({ ...app, applicationType }))).toBe(
        'InvalidArgument applications.wrong_kind',
      )
    }
    const name = newName()
    await create(api(), { name })
    const both = { ...app, name, applicationType: api(1) }
    expect(await outcome(v2().updateApplication(both)), 'neither').toBe(
      'AlreadyExists applications.name_taken',
    )
    expect((await read(applicationId))?.configuration.value).toMatchObject({ authMethodType: 0 })
  })

  test('only apps that authenticate with a secret get one, and SAML apps no keys', async () => {
    const none = oidc({ authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE })
    for (const kind of [api(1), none, samlXml('<x/>')]) {
      const applicationId = await newApp(kind)
      expect(await outcome(v2().generateClientSecret({ projectId, applicationId }))).toBe(
        'FailedPrecondition applications.without_secret',
      )
    }
    const applicationId = await newApp(samlXml('<x/>'))
    const key = { projectId, applicationId, expirationDate: later }
    expect(await outcome(v2().createApplicationKey(key))).toBe('FailedPrecondition applications.without_keys')
    const past = timestampFromDate(new Date(Date.now() - 1000))
    const expired = { projectId, applicationId: await newApp(), expirationDate: past }
    expect(await outcome(v2().createApplicationKey(expired))).toMatch(/^InvalidArgument/)
  })
})
