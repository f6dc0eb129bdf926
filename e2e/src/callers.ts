import type { ClientOptions, TestServer } from '../../server/src/testing/testServer.ts'
import { addMachine } from './tenants.ts'
import { addInstance } from './virtualInstances.ts'

/**
 * Callers by name: one with each role (`IAM_…` on the instance, others on the organization), the owner of another
 * organization, a machine without roles, nobody, and the owner of another instance.
 */
export async function addCallers(
  server: TestServer,
  orgId: string,
  ...roles: readonly string[]
): Promise<Readonly<Record<string, ClientOptions>>> {
  const tokenOf = async (machine: Parameters<typeof addMachine>[1]) => ({
    token: (await addMachine(server, machine)).token,
  })
  const callers: Record<string, ClientOptions> = {}
  for (const role of roles) {
    callers[role] = await tokenOf(role.startsWith('IAM_') ? { roles: [role] } : { orgId, roles: [role] })
  }
  return {
    ...callers,
    'ORG_OWNER elsewhere': await tokenOf({ roles: ['ORG_OWNER'] }),
    'no membership': await tokenOf({ orgId }),
    'no token': { token: null },
    'another instance': { token: (await addInstance(server)).token },
  }
}
