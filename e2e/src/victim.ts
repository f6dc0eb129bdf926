import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import type { Ids } from './filledMessage.ts'
import { addOrg, inOrg } from './tenants.ts'

/** In everything of the victim that a reply could show. */
export const marker = 'zebra'

/** Creates an organization of the first instance with one of everything; returns the ids by their field names in requests. */
export async function addVictim(server: TestServer): Promise<Ids> {
  const { id: orgId } = await server.client(ManagementService).addOrg({ name: `The ${marker} house` })
  const headers = inOrg(orgId)
  const management = server.client(ManagementService, { headers })
  const users = server.client(UserService, { headers })
  const email = `${marker}@example.test`
  const { userId } = await users.addHumanUser({
    username: marker,
    profile: { givenName: marker, familyName: marker },
    email: { email, verification: { case: 'isVerified', value: true } },
    phone: { phone: '+41791234568', verification: { case: 'isVerified', value: true } },
    metadata: [{ key: marker, value: Buffer.from(marker) }],
  })
  await users.registerTOTP({ userId })
  await users.addOTPEmail({ userId })
  await users.addOTPSMS({ userId })
  const { userId: machine } = await management.addMachineUser({ userName: `${marker}-machine`, name: marker })
  const { tokenId } = await management.addPersonalAccessToken({ userId: machine })
  const { keyId } = await management.addMachineKey({ userId: machine, type: KeyType.JSON })
  await management.addOrgMember({ userId, roles: ['ORG_OWNER'] })
  await management.addCustomLoginPolicy({
    secondFactors: [SecondFactorType.OTP_EMAIL],
    defaultRedirectUri: `${marker}://`,
  })
  await management.addOrgDomain({ domain: `${marker}.example.test` })
  await management.setOrgMetadata({ key: marker, value: Buffer.from(marker) })
  const { sessionId } = await server.client(SessionService).createSession({
    checks: { user: { search: { case: 'userId', value: userId } } },
    metadata: { [marker]: Buffer.from(marker) },
  })
  const { instanceId } = server.first
  const ids = {
    userId,
    sessionId,
    orgId,
    organizationId: orgId,
    instanceId,
    tokenId,
    keyId,
    machine,
    id: userId,
  }
  return { ...ids, ...(await addVictimProject(server, orgId, userId)) }
}

/** A project with a role, a grant, members of both and an authorization. */
async function addVictimProject(server: TestServer, orgId: string, userId: string) {
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  const { id: projectId } = await management.addProject({ name: `The ${marker} project` })
  const role = { projectId, roleKey: marker, displayName: marker }
  await management.addProjectRole(role)
  const { orgId: grantedOrgId } = await addOrg(server, 'Granted')
  const { grantId } = await management.addProjectGrant({ projectId, grantedOrgId, roleKeys: [marker] })
  await management.addProjectMember({ projectId, userId, roles: ['PROJECT_OWNER'] })
  await management.addProjectGrantMember({ projectId, grantId, userId, roles: ['PROJECT_GRANT_OWNER'] })
  const { userGrantId } = await management.addUserGrant({ userId, projectId, roleKeys: [marker] })
  return { projectId, grantId, userGrantId }
}
