import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { expect, test } from 'vitest'
import { addMissingIamResources } from '../../server/src/features/instances/index.ts'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { systemToken } from './systemUsers.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'

const server = await systemServer()
const second = await addInstance(server, 'shop')

async function appsOf(instanceId: string, options: ClientOptions = {}) {
  const [project] = await server.testDatabase.database.query<{ project_id: string }>(
    'select project_id from iam_projects where instance_id = $1',
    [instanceId],
  )
  const projectId = project?.project_id ?? ''
  const { applications } = await server
    .client(AppService, options)
    .listApplications({ projectId, pagination: { asc: true } })
  return { projectId, applications }
}

async function consoleUris() {
  const { applications } = await appsOf(second.instanceId, second)
  const app = applications.find(({ name }) => name === 'Management Console')
  return app?.config.value as {
    redirectUris: string[]
    postLogoutRedirectUris: string[]
    noneCompliant: boolean
  }
}

test.each([
  ['the first instance', server.first.instanceId, {}],
  ['an instance that was created later', second.instanceId, second],
])('%s has the apps of its own API and of the console', async (_, instanceId, options) => {
  const { applications } = await appsOf(instanceId, options)
  expect(applications.map(({ name }) => name)).toEqual([
    'Management-API',
    'Admin-API',
    'Auth-API',
    'Management Console',
  ])
  for (const app of applications.slice(0, 3)) {
    expect(app.config).toMatchObject({ case: 'apiConfig', value: { authMethodType: 1 } })
  }
  expect(applications[3]?.config).toMatchObject({
    case: 'oidcConfig',
    value: { appType: 1, authMethodType: 2, responseTypes: [1], grantTypes: [0, 2], devMode: true },
  })
})

test('the console follows the domains of its instance, and keeps URIs that somebody added', async () => {
  const before = await consoleUris()
  expect(before.redirectUris).toContain('http://shop.test/ui/console/auth/callback')
  expect(before.postLogoutRedirectUris).toContain('http://shop.test/ui/console/signedout')
  const { projectId, applications } = await appsOf(second.instanceId, second)
  const own = 'https://ops.example.com/ui/console/auth/callback'
  await server.client(AppService, second).updateApplication({
    projectId,
    id: applications[3]?.id ?? '',
    updateRequestType: {
      case: 'oidcConfigurationRequest',
      value: { redirectUris: [...before.redirectUris, own] },
    },
  })
  const system = server.client(SystemService, { token: await systemToken(server, 'operator') })
  const added = { instanceId: second.instanceId, domain: 'login.shop.test' }
  await system.addDomain(added)
  const after = await consoleUris()
  expect(after.redirectUris).toEqual([
    ...before.redirectUris,
    own,
    'http://login.shop.test/ui/console/auth/callback',
  ])
  expect(after.postLogoutRedirectUris).toContain('http://login.shop.test/ui/console/signedout')
  await system.removeDomain(added)
  expect((await consoleUris()).redirectUris).toEqual([...before.redirectUris, own])
})

test('a start under another public address lets the console be opened there', async () => {
  const { deps } = server.product
  const before = await consoleUris()
  await addMissingIamResources({
    ...deps,
    config: { ...deps.config, externalSecure: true, externalPort: 443 },
  })
  const added = before.redirectUris
    .filter((uri) => uri.startsWith('http://'))
    .map((uri) => uri.replace(/^http:\/\/([^/:]+)(:\d+)?/, 'https://$1'))
  expect((await consoleUris()).redirectUris.toSorted()).toEqual([...before.redirectUris, ...added].toSorted())
})

test('a start gives refresh tokens to a console that has none, and keeps its other grants', async () => {
  const { projectId, applications } = await appsOf(second.instanceId, second)
  const id = applications[3]?.id ?? ''
  await server.client(AppService, second).updateApplication({
    projectId,
    id,
    updateRequestType: { case: 'oidcConfigurationRequest', value: { grantTypes: [0, 3] } },
  })
  await addMissingIamResources(server.product.deps)
  const after = (await appsOf(second.instanceId, second)).applications[3]
  expect(after?.config).toMatchObject({ case: 'oidcConfig', value: { grantTypes: [0, 3, 2] } })
})

test('a start adds nothing to instances that have all of it', async () => {
  const before = await eventCount(server, second.instanceId)
  await addMissingIamResources(server.product.deps)
  expect(await eventCount(server, second.instanceId)).toBe(before)
})
