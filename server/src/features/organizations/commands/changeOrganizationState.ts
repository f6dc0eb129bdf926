import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { orgNotFound } from '../refusals.ts'
import type { OrgState } from '../state.ts'

const alreadyInactive = refuse(
  'organizations.already_inactive',
  'failed_precondition',
  'the organization is inactive already',
)
const alreadyActive = refuse(
  'organizations.already_active',
  'failed_precondition',
  'the organization is active already',
)
const isDefault = refuse(
  'organizations.is_default',
  'failed_precondition',
  'this is the default organization; make another one the default first',
)

/** Takes an organization out of use. */
export function deactivateOrganization(state: OrgState): Decision {
  if (state.kind === 'none') return orgNotFound
  if (state.status === 'inactive') return alreadyInactive
  return [{ type: 'org.deactivated', payload: {} }]
}

/** Takes an organization back into use. */
export function reactivateOrganization(state: OrgState): Decision {
  if (state.kind === 'none') return orgNotFound
  if (state.status === 'active') return alreadyActive
  return [{ type: 'org.reactivated', payload: {} }]
}

/** Removes an organization with all it owns, unless it is the instance's default one. */
export function removeOrganization(state: OrgState, input: { readonly isDefault: boolean }): Decision {
  if (state.kind === 'none') return orgNotFound
  if (input.isDefault) return isDefault
  return [{ type: 'org.removed', payload: {} }]
}
