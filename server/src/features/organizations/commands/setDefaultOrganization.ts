import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { orgMissing } from '../refusals.ts'
import type { DefaultOrgState, OrgState } from '../state.ts'

const alreadyDefault = refuse(
  'organizations.already_default',
  'failed_precondition',
  'this organization is the default already',
)

/** Makes an existing organization the instance's default. */
export function setDefaultOrganization(state: DefaultOrgState, orgId: string, org: OrgState): Decision {
  if (org.kind === 'none') return orgMissing
  if (state.orgId === orgId) return alreadyDefault
  return [{ type: 'instance.default.org.set', payload: { orgId } }]
}
