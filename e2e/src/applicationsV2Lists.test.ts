import {
  ApplicationState,
  ApplicationType,
} from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { describe, expect, test } from 'vitest'
import { api, applicationsV2, later, oidc, samlUrl, samlXml } from './applicationsV2Fixtures.ts'
import { addProject } from './projects.ts'
import { addOrg, outcome } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const { orgId } = await addOrg(server)
const projectId = await addProject(server, orgId)
const { v2, create, newApp, read } = applicationsV2(server, projectId)

describe('keys', () => {
  test('a key is created with its file, read and deleted', async () => {
    const applicationId = await newApp(api(1))
    const app = { projectId, applicationId }
    const { keyId, creationDate, keyDetails } = await v2().createApplicationKey({
      ...app,
      expirationDate: later,
    })
    const file = JSON.parse(Buffer.from(keyDetails).toString())
    expect(file).toMatchObject({ type: 'application', keyId, appId: applicationId })
    expect(file.key).toContain('PRIVATE KEY')
    expect(await v2().getApplicationKey({ keyId })).toMatchObject({
      keyId,
      creationDate,
      expirationDate: later,
    })
    const other = { projectId, applicationId: await newApp(), keyId }
    expect(await outcome(v2().deleteApplicationKey(other))).toBe('NotFound applications.key_not_found')
    expect((await v2().deleteApplicationKey({ ...app, keyId })).deletionDate).toBeDefined()
    expect(await outcome(v2().deleteApplicationKey({ ...app, keyId }))).toBe(
      'NotFound applications.key_not_found',
    )
    expect(await outcome(v2().getApplicationKey({ keyId }))).toBe('NotFound applications.key_not_found')
  })

  test('keys are listed by app, project and organization, and in every order', async () => {
    const { orgId: owner } = await addOrg(server)
    const project = await addProject(server, owner)
    const apps = [await create(api(), { project }), await create(oidc(), { project })]
    const [one, two] = apps.map(({ applicationId }) => applicationId) as [string, string]
    const keys: string[] = []
    for (const applicationId of [one, two, one]) {
      const wanted = { projectId: project, applicationId, expirationDate: later }
      keys.push((await v2().createApplicationKey(wanted)).keyId)
    }
    const ofApp = (applicationId: string) => ({ case: 'applicationIdFilter', value: { applicationId } })
    const ofProject = { case: 'projectIdFilter', value: { projectId: project } }
    const ofOrganization = { case: 'organizationIdFilter', value: { organizationId: owner } }
    const list = async (filters: object[], sortingColumn = 3, asc = true) => {
      const wanted = { filters: filters.map((filter) => ({ filter })), sortingColumn, pagination: { asc } }
      return (await v2().listApplicationKeys(wanted as never)).keys
    }
    const ids = async (...filters: object[]) => (await list(filters)).map(({ keyId }) => keyId)
    expect(await ids(ofApp(one))).toEqual([keys[0], keys[2]])
    expect(await ids(ofProject)).toEqual(keys)
    expect(await ids(ofOrganization)).toEqual(keys)
    expect(await ids(ofOrganization, ofApp(two))).toEqual([keys[1]])
    expect(await ids(ofApp(one), ofApp(two)), 'all filters must match').toEqual([])
    expect(await ids(ofApp(''))).toEqual([])
    expect((await list([ofApp(two)]))[0]).toMatchObject({
      keyId: keys[1],
      applicationId: two,
      projectId: project,
      organizationId: owner,
      expirationDate: later,
    })
    for (const column of [0, 1, 2, 3, 4, 5, 6]) {
      const ascending = await list([ofProject], column, true)
      expect(await list([ofProject], column, false)).toEqual([...ascending].reverse())
    }
    expect(await outcome(list([{ case: undefined }]))).toBe('InvalidArgument')
    expect(await outcome(list([{ case: 'projectIdFilter', value: { projectId: '' } }]))).toBe(
      'InvalidArgument',
    )
  })
})

describe('lists of apps', async () => {
  const project = await addProject(server, orgId)
  const entityId = `https://sp.example.com/${project}?a=1&b="2"`
  const attribute = `entityID='${entityId.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}'`
  const kinds = {
    Zeta: oidc(),
    alpha: oidc(),
    Beta: api(),
    Saml: samlXml(`<md:EntityDescriptor ${attribute}/>`),
  }
  const ids: Record<string, string> = {}
  for (const [name, kind] of Object.entries(kinds)) {
    ids[name] = (await create(kind, { name, project })).applicationId
  }
  await create(samlUrl('https://sp.example.com/metadata'), { name: 'Remote', project })
  await v2().deactivateApplication({ projectId: project, applicationId: ids.alpha ?? '' })
  const beta = await read(ids.Beta ?? '')
  const clientId = beta?.configuration.case === 'apiConfiguration' ? beta.configuration.value.clientId : ''
  const ofProject = { filter: { case: 'projectIdFilter', value: { projectId: project } } }
  const list = async (filters: object[], more: object = {}) => {
    const wanted = { filters: filters.map((filter) => ({ filter })), pagination: { asc: true }, ...more }
    const reply = await v2().listApplications({ ...wanted, filters: [ofProject, ...wanted.filters] } as never)
    return reply.applications.map(({ name }) => name)
  }
  const filter = (which: string, value: unknown) => ({ case: which, value })

  test.each<[string, object[], readonly string[]]>([
    ['all', [], ['Zeta', 'alpha', 'Beta', 'Saml', 'Remote']],
    ['by part of the name', [filter('nameFilter', { name: 'ETA', method: 5 })], ['Zeta', 'Beta']],
    ['inactive', [filter('stateFilter', ApplicationState.INACTIVE)], ['alpha']],
    ['removed', [filter('stateFilter', ApplicationState.REMOVED)], []],
    ['OIDC apps', [filter('typeFilter', ApplicationType.OIDC)], ['Zeta', 'alpha']],
    ['APIs', [filter('typeFilter', ApplicationType.API)], ['Beta']],
    ['SAML apps', [filter('typeFilter', ApplicationType.SAML)], ['Saml', 'Remote']],
    ['by client id', [filter('clientIdFilter', { clientId })], ['Beta']],
    ['by another client id', [filter('clientIdFilter', { clientId: `${clientId}0` })], []],
    ['by entity id', [filter('entityIdFilter', { entityId })], ['Saml']],
    [
      'by the beginning of an entity id',
      [filter('entityIdFilter', { entityId: 'https://sp.example.com/' })],
      [],
    ],
    [
      'by two filters that match different apps',
      [filter('clientIdFilter', { clientId }), filter('typeFilter', ApplicationType.OIDC)],
      [],
    ],
  ])('%s', async (_, filters, names) => {
    expect(await list(filters)).toEqual(names)
  })

  test('in every order, by pages', async () => {
    expect(await list([], { sortingColumn: 1 })).toEqual(['alpha', 'Beta', 'Remote', 'Saml', 'Zeta'])
    for (const sortingColumn of [0, 1, 2, 3, 4]) {
      const ascending = await list([], { sortingColumn })
      expect(await list([], { sortingColumn, pagination: {} })).toEqual([...ascending].reverse())
    }
    const page = { asc: true, offset: 1n, limit: 2 }
    const { pagination } = await v2().listApplications({ filters: [ofProject], pagination: page } as never)
    expect(pagination).toMatchObject({ totalResult: 5n, appliedLimit: 2n })
    expect(await list([], { pagination: page })).toEqual(['alpha', 'Beta'])
  })

  test('filters without a value are refused', async () => {
    for (const wrong of [
      { case: undefined },
      filter('typeFilter', ApplicationType.UNSPECIFIED),
      filter('typeFilter', 9),
      filter('clientIdFilter', { clientId: '' }),
      filter('entityIdFilter', { entityId: '' }),
      filter('projectIdFilter', { projectId: '' }),
    ]) {
      expect(await outcome(list([wrong]))).toBe('InvalidArgument')
    }
    expect(await outcome(list([], { pagination: { limit: 1001 } }))).toBe(
      'InvalidArgument search.limit_too_high',
    )
  })
})
