import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addOrg, outcome } from './tenants.ts'

const server = await testServer()

test('the id of a removed project is used again in its organization only', async () => {
  const projects = server.client(ProjectService)
  const [{ orgId }, { orgId: other }] = await Promise.all([addOrg(server), addOrg(server)])
  const id = 'once-removed'
  await projects.createProject({ organizationId: orgId, id, name: 'First' })
  await projects.deleteProject({ id })
  const create = (organizationId: string) => projects.createProject({ organizationId, id, name: 'Second' })
  expect(await outcome(create(other))).toBe('FailedPrecondition projects.id_elsewhere')
  expect(await outcome(create(orgId))).toBe('ok')
})
