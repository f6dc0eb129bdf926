import { type Call, writing } from '../../../access/call.ts'
import { decideOn, decideWith } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { OrgId } from '../../../kernel/ids.ts'
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
export function rename(deps: Deps, call: Call, orgId: OrgId, name: string): Promise<Stream> {
  return writeOrganization(deps, call, orgId, (org, stream) =>
    renameOrganization(org, stream.state(orgDomainsFacet), { name, domainSuffix: call.origin.domain }),
  )
}

/** Deactivates an active organization; `keepOwner` refuses to take the last IAM_OWNER with it. */
export function deactivate(deps: Deps, call: Call, orgId: OrgId): Promise<Stream> {
  return writeOrganization(deps, call, orgId, deactivateOrganization)
}

/** Reactivates a deactivated organization. */
export function reactivate(deps: Deps, call: Call, orgId: OrgId): Promise<Stream> {
  return writeOrganization(deps, call, orgId, reactivateOrganization)
}

/** Removes an organization and all it owns. It cannot become the default one at the same time. */
export function remove({ log }: Deps, call: Call, orgId: OrgId): Promise<Stream> {
  const [org, instance] = refs(call, orgId)
  return decideWith(log, writing(call), org, instance, (org, instance) => {
    const isDefault = instance.state(defaultOrgFacet).orgId === orgId
    return removeOrganization(org.state(orgFacet), { isDefault })
  })
}

/** Makes an organization the default one; it cannot be removed at the same time. Returns the instance's stream. */
export function setDefault({ log }: Deps, call: Call, orgId: OrgId): Promise<Stream> {
  const [org, instance] = refs(call, orgId)
  return decideWith(log, writing(call), instance, org, (instance, org) =>
    setDefaultOrganization(instance.state(defaultOrgFacet), orgId, org.state(orgFacet)),
  )
}

function refs(call: Call, orgId: OrgId) {
  return [
    { type: 'org', id: orgId },
    { type: 'instance', id: call.instance.id },
  ] as const
}

/** Decides on an organization, its domains and its metadata. */
export function writeOrganization(
  { log }: Deps,
  call: Call,
  orgId: OrgId,
  decide: (org: OrgState, stream: Stream) => Decision,
): Promise<Stream> {
  return decideOn(log, writing(call), { type: 'org', id: orgId }, (stream) =>
    decide(stream.state(orgFacet), stream),
  )
}
