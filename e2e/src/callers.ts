import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { SignJWT } from 'jose'
import type { TestServer } from '../../server/src/testing/testServer.ts'

let count = 0

/** A machine user with a personal access token and the roles of a test's choice. */
export interface Caller {
  readonly userId: string
  readonly token: string
}

/** Adds a machine to an organization (the default one without `orgId`) and gives it roles there and on the instance. */
export async function addCaller(
  server: TestServer,
  wish: { readonly orgId?: string; readonly orgRoles?: string[]; readonly iamRoles?: string[] } = {},
): Promise<Caller> {
  count += 1
  const headers = { 'x-zitadel-orgid': wish.orgId ?? server.first.orgId }
  const management = server.client(ManagementService, { headers })
  const { userId } = await management.addMachineUser({ userName: `caller-${count}`, name: `Caller ${count}` })
  const { token } = await management.addPersonalAccessToken({ userId })
  if (wish.orgRoles) await management.addOrgMember({ userId, roles: wish.orgRoles })
  if (wish.iamRoles) await server.client(AdminService).addIAMMember({ userId, roles: wish.iamRoles })
  return { userId, token }
}

/** Adds an organization; answers its id and the headers that make it the context. */
export async function addOrg(server: TestServer) {
  count += 1
  const { id } = await server.client(ManagementService).addOrg({ name: `Organization ${count}` })
  return { orgId: id, headers: { 'x-zitadel-orgid': id } }
}

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = createPublicKey(pair.privateKey).export({ type: 'spki', format: 'pem' }).toString()

/** Settings of a server on which `addInstance` works: one system user with all rights. */
export const systemEnvironment = {
  SALLYPORT_SYSTEM_API_USERS: JSON.stringify({ operator: { keyData: Buffer.from(pem).toString('base64') } }),
}

/** Adds a second instance; answers the host header that leads there and its administrator's token. */
export async function addInstance(server: TestServer, now = new Date()) {
  count += 1
  const seconds = Math.floor(now.getTime() / 1000)
  const { externalDomain, externalPort } = server.product.deps.config
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer('operator')
    .setSubject('operator')
    .setAudience(`http://${externalDomain}:${externalPort}`)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 600)
    .sign(pair.privateKey)
  const customDomain = `second-${count}.test`
  const created = await server.client(SystemService, { token }).createInstance({
    instanceName: `Second ${count}`,
    customDomain,
    owner: { case: 'machine', value: { userName: 'owner', name: 'Owner', personalAccessToken: {} } },
  })
  return {
    instanceId: created.instanceId,
    token: created.pat,
    headers: { 'x-zitadel-instance-host': customDomain },
  }
}
