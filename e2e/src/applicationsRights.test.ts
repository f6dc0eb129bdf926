import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addProject } from './projects.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg, inOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const { orgId } = await addOrg(server)
const projectId = await addProject(server, orgId)
const owner = server.client(AppService)
const callers = await addCallers(
  server,
  orgId,
  'IAM_OWNER',
  'ORG_OWNER',
  'ORG_PROJECT_CREATOR',
  'ORG_OWNER_VIEWER',
  'IAM_OWNER_VIEWER',
)

let count = 0
const creation = () => {
  count += 1
  const creationRequestType = { case: 'apiRequest' as const, value: {} }
  return { projectId, name: `App ${count}`, creationRequestType }
}
const newApp = async () => (await owner.createApplication(creation())).appId

const writers = ['IAM_OWNER', 'ORG_OWNER']
const readers = [...writers, 'ORG_OWNER_VIEWER', 'IAM_OWNER_VIEWER']
const members = [...readers, 'ORG_PROJECT_CREATOR']

/** What a caller without the right gets: its roles are too weak, or it has none there. */
function refusalFor(name: string): string {
  if (name === 'no token' || name === 'another instance') return 'Unauthenticated'
  return members.includes(name) ? 'PermissionDenied' : 'NotFound'
}

describe('app.v2beta', () => {
  test.each(Object.entries(callers))(
    '%s may do what their roles say',
    async (name, options: ClientOptions) => {
      const apps = server.client(AppService, options)
      const may = (allowed: readonly string[]) => (allowed.includes(name) ? 'ok' : refusalFor(name))
      const id = await newApp()
      const { id: keyId } = await owner.createApplicationKey({ projectId, appId: id })
      expect(await statusOf(apps.getApplication({ id })), 'get').toBe(may(readers))
      expect(await statusOf(apps.getApplicationKey({ id: keyId })), 'get key').toBe(may(readers))
      expect(await statusOf(apps.createApplication(creation())), 'create').toBe(may(writers))
      expect(await statusOf(apps.updateApplication({ projectId, id, name: `new ${id}` })), 'update').toBe(
        may(writers),
      )
      const secret = { projectId, applicationId: id, appType: { case: 'isApi' as const, value: true } }
      expect(await statusOf(apps.regenerateClientSecret(secret)), 'secret').toBe(may(writers))
      expect(await statusOf(apps.createApplicationKey({ projectId, appId: id })), 'key').toBe(may(writers))
      const key = { projectId, applicationId: id, id: keyId }
      expect(await statusOf(apps.deleteApplicationKey(key)), 'remove key').toBe(may(writers))
      expect(await statusOf(apps.deactivateApplication({ projectId, id })), 'deactivate').toBe(may(writers))
      if (!writers.includes(name)) await owner.deactivateApplication({ projectId, id })
      expect(await statusOf(apps.reactivateApplication({ projectId, id })), 'reactivate').toBe(may(writers))
      const mayDelete = ['IAM_OWNER', 'ORG_OWNER'].includes(name)
        ? await statusOf(apps.deleteApplication({ projectId, id }))
        : may([])
      expect(mayDelete, 'delete').toBe(name === 'ORG_OWNER' ? 'PermissionDenied' : may(['IAM_OWNER']))
    },
  )

  test.each(Object.entries(callers))(
    '%s lists only what they may read',
    async (name, options: ClientOptions) => {
      const apps = server.client(AppService, options)
      if (refusalFor(name) === 'Unauthenticated') {
        expect((await refusalOf(apps.listApplications({ projectId }))).code).toBe('Unauthenticated')
        return
      }
      const sees = readers.includes(name)
      const { applications, pagination } = await apps.listApplications({ projectId })
      expect(applications.length > 0).toBe(sees)
      expect((pagination?.totalResult ?? 0n) > 0n).toBe(sees)
      const id = await newApp()
      await owner.createApplicationKey({ projectId, appId: id })
      const { keys } = await apps.listApplicationKeys({ resourceId: { case: 'projectId', value: projectId } })
      expect(keys.length > 0).toBe(sees)
    },
  )

  test('an unknown project and a foreign one are refused alike', async () => {
    const stranger = server.client(AppService, callers['ORG_OWNER elsewhere'])
    const foreign = await refusalOf(stranger.createApplication(creation()))
    expect(await refusalOf(stranger.createApplication({ ...creation(), projectId: '404' }))).toEqual(foreign)
  })
})

describe('management.v1', () => {
  test.each(Object.entries(callers))(
    '%s may do what their roles say',
    async (name, options: ClientOptions) => {
      const headers = { ...options.headers, ...inOrg(orgId) }
      const management = server.client(ManagementService, { ...options, headers })
      const may = (allowed: readonly string[]) => (allowed.includes(name) ? 'ok' : refusalFor(name))
      const appId = await newApp()
      const app = { projectId, appId }
      expect(await statusOf(management.getAppByID(app)), 'get').toBe(may(readers))
      expect(await statusOf(management.listApps({ projectId })), 'list').toBe(may(readers))
      expect(await statusOf(management.listAppKeys(app)), 'list keys').toBe(may(readers))
      expect(await statusOf(management.addAPIApp({ projectId, name: `v1 ${appId}` })), 'add').toBe(
        may(writers),
      )
      expect(await statusOf(management.updateApp({ ...app, name: `new ${appId}` })), 'update').toBe(
        may(writers),
      )
      expect(await statusOf(management.regenerateAPIClientSecret(app)), 'secret').toBe(may(writers))
      expect(await statusOf(management.addAppKey({ ...app, type: 1 })), 'key').toBe(may(writers))
    },
  )
})

describe('roles on one project', () => {
  test('let their holder work on its apps only', async () => {
    const { userId, token } = await addMachine(server, { orgId })
    const headers = inOrg(orgId)
    const roles = ['PROJECT_OWNER']
    await server.client(ManagementService, { headers }).addProjectMember({ projectId, userId, roles })
    const apps = server.client(AppService, { token })
    const other = await addProject(server, orgId)
    const { appId: id } = await apps.createApplication(creation())
    await apps.updateApplication({ projectId, id, name: `mine ${id}` })
    expect((await apps.getApplication({ id })).app?.id).toBe(id)
    expect(await statusOf(apps.createApplication({ ...creation(), projectId: other }))).toBe(
      'PermissionDenied',
    )
    const { appId: foreign } = await owner.createApplication({ ...creation(), projectId: other })
    expect(await statusOf(apps.getApplication({ id: foreign }))).toBe('PermissionDenied')
    expect((await apps.listApplications({ projectId: other })).applications).toEqual([])
    expect((await apps.listApplications({ projectId })).applications.length).toBeGreaterThan(0)
    const management = server.client(ManagementService, { token, headers })
    expect(await statusOf(management.getAppByID({ projectId, appId: id }))).toBe('ok')
    expect(await statusOf(management.getAppByID({ projectId: other, appId: foreign }))).toBe(
      'PermissionDenied',
    )
    expect(await statusOf(management.removeApp({ projectId, appId: foreign }))).toBe('NotFound')
  })
})

describe('bounds', () => {
  test('an app has at most 50 keys', async () => {
    const appId = await newApp()
    for (let at = 0; at < 50; at++) await owner.createApplicationKey({ projectId, appId })
    const more = owner.createApplicationKey({ projectId, appId })
    expect(await refusalOf(more)).toEqual({ code: 'FailedPrecondition', id: 'applications.too_many_keys' })
  }, 60_000)

  test('a project has at most 1 MB of apps', async () => {
    const project = await addProject(server, orgId)
    const metadataXml = Buffer.alloc(400_000, 'x')
    const add = (name: string) =>
      owner.createApplication({
        projectId: project,
        name,
        creationRequestType: {
          case: 'samlRequest',
          value: { metadata: { case: 'metadataXml', value: metadataXml } },
        },
      })
    await add('one')
    const refusal = { code: 'FailedPrecondition', id: 'applications.project_too_large' }
    expect(await refusalOf(add('two'))).toEqual(refusal)
    await owner.createApplication({ ...creation(), projectId: project })
  })
})
