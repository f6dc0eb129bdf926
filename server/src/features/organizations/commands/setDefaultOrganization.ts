import type { Decision } from '../../../kernel/facet.ts'
import type { OrgId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { defaultOrgSet } from '../events.ts'
import { orgMissing } from '../refusals.ts'
import type { DefaultOrgState, OrgState } from '../state.ts'

const alreadyDefault = refuse(
  'organizations.already_default',
  'failed_precondition',
  'this organization is already the default; choose another one',
)

/** Makes an existing organization the instance's default. */
export function setDefaultOrganization(state: DefaultOrgState, orgId: OrgId, org: OrgState): Decision {
  if (org.kind === 'none') return orgMissing
  return state.orgId === orgId ? alreadyDefault : [defaultOrgSet({ orgId })]
}
