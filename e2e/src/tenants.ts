import { Code, ConnectError } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js'
import { expect } from 'vitest'
import type { TestServer } from '../../server/src/testing/testServer.ts'

let count = 0

/** What a call came to: `ok`, or its status code and the id of its detail, as in `NotFound organizations.not_found`. */
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

/** Creates an organization without members; the name is made unique. */
export async function addOrg(server: TestServer, name = 'Org'): Promise<{ orgId: string; name: string }> {
  count += 1
  const unique = `${name} ${count}`
  const management = server.client(ManagementService)
  const { id: orgId } = await management.addOrg({ name: unique })
  await server.client(ManagementService, { headers: inOrg(orgId) }).removeOrgMember({
    userId: server.first.machine?.userId ?? '',
  })
  return { orgId, name: unique }
}

/** A machine of an organization (the first one unless told) with a token and roles on that organization or the instance. */
export async function addMachine(
  server: TestServer,
  wish: { readonly orgId?: string; readonly roles?: readonly string[]; readonly on?: string } = {},
): Promise<{ userId: string; token: string }> {
  count += 1
  const headers = inOrg(wish.orgId ?? server.first.orgId)
  const management = server.client(ManagementService, { headers })
  const { userId } = await management.addMachineUser({ userName: `machine-${count}`, name: 'Machine' })
  const { token } = await management.addPersonalAccessToken({ userId })
  for (const role of wish.roles ?? []) {
    if (role.startsWith('IAM_')) await server.client(AdminService).addIAMMember({ userId, roles: [role] })
    else {
      const target = server.client(ManagementService, {
        headers: inOrg(wish.on ?? wish.orgId ?? server.first.orgId),
      })
      await target.addOrgMember({ userId, roles: [role] })
    }
  }
  return { userId, token }
}
