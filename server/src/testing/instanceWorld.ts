import type { DescMethodUnary, MessageInitShape, MessageShape } from '@bufbuild/protobuf'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import type { Call } from '../access/call.ts'
import type { Membership } from '../access/principal.ts'
import { loadConfig } from '../config/config.ts'
import { auditOf } from '../features/audit/index.ts'
import { type FirstStart, firstStart, instances } from '../features/instances/index.ts'
import { loginPolicies } from '../features/login-policies/index.ts'
import { machineCredentials } from '../features/machine-credentials/index.ts'
import type { Feature } from '../features/manifest.ts'
import { memberships } from '../features/memberships/index.ts'
import { organizationsWith } from '../features/organizations/index.ts'
import { passwords } from '../features/passwords/index.ts'
import { secondFactors } from '../features/second-factors/index.ts'
import { settings } from '../features/settings/index.ts'
import { users } from '../features/users/index.ts'
import { openTestLog, type TestLog, testCall } from './testLog.ts'

/** When everything in an `InstanceWorld` happens. */
export const worldTime = new Date('2026-11-21T10:00:00.000Z')

/** An instance as the first start makes it, on a log of its own. */
export interface InstanceWorld extends Pick<TestLog, 'deps' | 'close'> {
  readonly first: FirstStart
  /** Tokens that domains show to the world. */
  readonly published: Map<string, string>
  /** A call by the first machine (unless told) with these roles where they belong. */
  by(roles: readonly string[], at?: { orgId?: string; instanceId?: string; userId?: string }): Call
  /** Calls a handler as after the gate; refusals come as `DomainError`. */
  ask<M extends DescMethodUnary>(
    method: M,
    call: Call,
    request: MessageInitShape<M['input']>,
  ): Promise<MessageShape<M['output']>>
  /** Adds an organization with Ann as its ORG_OWNER. */
  newOrg(name: string, call?: Call): Promise<MessageShape<typeof addOrganization.output>>
}

const { addOrganization } = OrganizationService.method

/** Opens the world by two first starts at a time, of which one makes everything; the caller closes it. */
export async function openInstanceWorld(): Promise<InstanceWorld> {
  const published = new Map<string, string>()
  const config = loadConfig({ environment: { SALLYPORT_EXTERNAL_DOMAIN: 'id.example.com' } })
  const opened = await openTestLog(featuresOn(published), [], config)
  const { deps, close } = opened
  const starts = await Promise.all([firstStart(deps, config, worldTime), firstStart(deps, config, worldTime)])
  const [first, ...others] = starts.filter((start) => start !== undefined)
  if (first === undefined || others.length > 0) throw new Error('not exactly one first start')
  const by: InstanceWorld['by'] = (roles, at = {}) => callBy(first, roles, at)
  const ask: InstanceWorld['ask'] = (method, call, request) => opened.ask(method, request, call)
  const newOrg: InstanceWorld['newOrg'] = (name, call = by(['IAM_OWNER'])) =>
    ask(addOrganization, call, { name, admins: [{ userType: { case: 'human', value: ann(name) } }] })
  return { deps, close, first, published, by, ask, newOrg }
}

function featuresOn(published: ReadonlyMap<string, string>): readonly Feature[] {
  const features: readonly Feature[] = [
    users,
    settings,
    loginPolicies,
    memberships,
    organizationsWith(async (_type, domain, token) => published.get(domain) === token),
    instances,
    passwords,
    secondFactors,
    machineCredentials,
    auditOf(() => features.flatMap((feature) => feature.facets ?? [])),
  ]
  return features
}

function callBy(
  first: FirstStart,
  roles: readonly string[],
  at: NonNullable<Parameters<InstanceWorld['by']>[1]>,
): Call {
  const { instanceId = first.instanceId, orgId = first.orgId, userId = first.machine?.userId ?? '' } = at
  const scopes = { SYS: ['system', ''], IAM: ['instance', instanceId], ORG: ['org', orgId] } as const
  const memberships = roles.map((role): Membership => {
    const [scope, aggregateId] = scopes[role.slice(0, 3) as keyof typeof scopes]
    return { scope, aggregateId, roles: [role] }
  })
  const call = testCall(userId, { memberships, orgId, now: worldTime, instanceId })
  return {
    ...call,
    instance: { ...call.instance, defaultOrgId: first.orgId },
    origin: { url: 'http://id.example.com', domain: 'id.example.com', secure: false },
  }
}

function ann(orgName: string) {
  return {
    profile: { givenName: 'Ann', familyName: 'Ace' },
    email: {
      email: `ann@${orgName.toLowerCase()}.test`,
      verification: { case: 'returnCode' as const, value: {} },
    },
  }
}
