import type { Call } from './call.ts'

/** Where a policy, setting or text is set. The instance's counts for every organization that has none of its own. */
export type Level = 'instance' | 'org'

/** Names the stream of the caller's own organization; of the context's for system users, who belong to none. */
export function ownOrgRef(call: Pick<Call, 'principal' | 'orgId'>) {
  const { principal, orgId } = call
  return { type: 'org', id: principal.kind === 'user' ? principal.orgId : orgId } as const
}

/** The stream of a level: the addressed instance, or the organization of the context. */
export function levelRef(call: Pick<Call, 'instance' | 'orgId'>, level: Level) {
  return { type: level, id: level === 'instance' ? call.instance.id : call.orgId }
}

/** The one stream outside all instances. */
export const systemStream = { instanceId: '', type: 'system', id: 'system' } as const
