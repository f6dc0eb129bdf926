import { Code, ConnectError } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js'
import { expect } from 'vitest'
import type { TestServer } from '../../server/src/testing/testServer.ts'

let count = 0

/** The outcome of a call: `ok`, or its status code and the id of its detail, as in `NotFound organizations.not_found`. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'ok'
  } catch (reason) {
    const error = ConnectError.from(reason)
    const id = error.findDetails(ErrorDetailSchema)[0]?.id
    return id ? `${Code[error.code]} ${id}` : `${Code[error.code]}`
  }
}

/** A v1 details object of an add, exactly (factors notes §4). */
export function addedDetails(resourceOwner: string, sequence: unknown = expect.any(BigInt)) {
  return detailsOf({ sequence, creationDate: expect.anything(), changeDate: undefined, resourceOwner })
}

/** A v1 details object of a change or removal, and a v2 one of any write, exactly (factors notes §4). */
export function changedDetails(resourceOwner: string, sequence: unknown = expect.any(BigInt)) {
  return detailsOf({ sequence, creationDate: undefined, changeDate: expect.anything(), resourceOwner })
}

/** The details of an object that is read, exactly (factors notes §4). */
export function readDetails(resourceOwner: string, sequence: unknown = expect.any(BigInt)) {
  return detailsOf({
    sequence,
    creationDate: expect.anything(),
    changeDate: expect.anything(),
    resourceOwner,
  })
}

function detailsOf(members: Readonly<Record<string, unknown>>): unknown {
  return expect.toSatisfy((details: Readonly<Record<string, unknown>>) => {
    expect(Object.fromEntries(Object.keys(members).map((name) => [name, details[name]]))).toEqual(members)
    return true
  })
}

/** The headers that put a call into an organization. */
export function inOrg(orgId: string): { readonly 'x-zitadel-orgid': string } {
  return { 'x-zitadel-orgid': orgId }
}

/** Creates an organization without members, whose name is made unique; `headers` make it the context. */
export async function addOrg(server: TestServer, name = 'Org') {
  count += 1
  const unique = `${name} ${count}`
  const { id: orgId } = await server.client(ManagementService).addOrg({ name: unique })
  const headers = inOrg(orgId)
  await server.client(ManagementService, { headers }).removeOrgMember({
    userId: server.first.machine?.userId ?? '',
  })
  return { orgId, name: unique, headers }
}

/** A machine user with a personal access token. */
export interface Machine {
  readonly userId: string
  readonly token: string
}

/** A machine of an organization (the first one by default) with roles: `IAM_…` on the instance, others on that organization or `on`. */
export async function addMachine(
  server: TestServer,
  options: { readonly orgId?: string; readonly roles?: readonly string[]; readonly on?: string } = {},
): Promise<Machine> {
  count += 1
  const { orgId = server.first.orgId, on = orgId } = options
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  const { userId } = await management.addMachineUser({ userName: `machine-${count}`, name: 'Machine' })
  const { token } = await management.addPersonalAccessToken({ userId })
  for (const role of options.roles ?? []) {
    const member = { userId, roles: [role] }
    if (role.startsWith('IAM_')) await server.client(AdminService).addIAMMember(member)
    else await server.client(ManagementService, { headers: inOrg(on) }).addOrgMember(member)
  }
  return { userId, token }
}
