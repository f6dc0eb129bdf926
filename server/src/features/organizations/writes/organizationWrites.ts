import { type Call, writing } from '../../../access/call.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import {
  deactivateOrganization,
  reactivateOrganization,
  removeOrganization,
} from '../commands/changeOrganizationState.ts'
import { renameOrganization } from '../commands/renameOrganization.ts'
import { setDefaultOrganization } from '../commands/setDefaultOrganization.ts'
import { orgDomainsFacet } from '../domainState.ts'
import { defaultOrgFacet, type OrgState, orgFacet } from '../state.ts'

/** Renames an organization and its generated domain. */
export async function rename(deps: Deps, call: Call, orgId: string, name: string): Promise<Stream> {
  return writeOrg(deps, call, orgId, (org, stream) =>
    renameOrganization(org, stream.state(orgDomainsFacet), { name, domainSuffix: call.origin.domain }),
  )
}

/** Takes an organization out of use. */
export function deactivate(deps: Deps, call: Call, orgId: string): Promise<Stream> {
  return writeOrg(deps, call, orgId, deactivateOrganization)
}

/** Takes an organization back into use. */
export function reactivate(deps: Deps, call: Call, orgId: string): Promise<Stream> {
  return writeOrg(deps, call, orgId, reactivateOrganization)
}

/** Removes an organization and all it owns; the instance's choice of default organization holds still meanwhile. */
export async function remove(deps: Deps, call: Call, orgId: string): Promise<Stream> {
  const written = await deps.log.transact(writing(call), { type: 'org', id: orgId }, async (tx) => {
    const [org, instance] = await loadBoth(tx, orgId)
    const isDefault = instance.state(defaultOrgFacet).orgId === orgId
    await tx.append(org, accept(removeOrganization(org.state(orgFacet), { isDefault })))
    tx.guard(instance)
    return org
  })
  return written.result
}

/** Makes an organization the default one; answers the instance's stream. */
export async function setDefault(deps: Deps, call: Call, orgId: string): Promise<Stream> {
  const primary = { type: 'instance', id: call.instance.id }
  const written = await deps.log.transact(writing(call), primary, async (tx) => {
    const [org, instance] = await loadBoth(tx, orgId)
    const decision = setDefaultOrganization(instance.state(defaultOrgFacet), orgId, org.state(orgFacet))
    await tx.append(instance, accept(decision))
    tx.guard(org)
    return instance
  })
  return written.result
}

async function loadBoth(tx: Transaction, orgId: string): Promise<readonly [Stream, Stream]> {
  const refs = [
    { type: 'org', id: orgId },
    { type: 'instance', id: tx.instanceId },
  ]
  return (await tx.loadAll(refs)) as unknown as readonly [Stream, Stream]
}

/** Decides on one organization's stream and appends what was decided. */
export async function writeOrg(
  deps: Deps,
  call: Call,
  orgId: string,
  decide: (org: OrgState, stream: Stream) => Decision,
): Promise<Stream> {
  const ref = { type: 'org', id: orgId }
  const written = await deps.log.transact(writing(call), ref, async (tx) => {
    const stream = await tx.load(ref)
    await tx.append(stream, accept(decide(stream.state(orgFacet), stream)))
    return stream
  })
  return written.result
}
