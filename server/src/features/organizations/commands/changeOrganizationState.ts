import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { orgDeactivated, orgReactivated, orgRemoved } from '../events.ts'
import { orgNotFound } from '../refusals.ts'
import type { OrgState } from '../state.ts'

const alreadyInactive = refuse(
  'organizations.already_inactive',
  'failed_precondition',
  'the organization is already inactive; there is nothing to deactivate',
)
const alreadyActive = refuse(
  'organizations.already_active',
  'failed_precondition',
  'the organization is already active; there is nothing to reactivate',
)
const isDefault = refuse(
  'organizations.is_default',
  'failed_precondition',
  'this is the default organization; make another one the default first',
)

/** Deactivates an organization; its users are refused from their next request on. */
export function deactivateOrganization(state: OrgState): Decision {
  if (state.kind === 'none') return orgNotFound
  return state.status === 'inactive' ? alreadyInactive : [orgDeactivated()]
}

/** Makes an inactive organization active. */
export function reactivateOrganization(state: OrgState): Decision {
  if (state.kind === 'none') return orgNotFound
  return state.status === 'active' ? alreadyActive : [orgReactivated()]
}

/** Removes an organization with all it owns, unless it is the instance's default one. */
export function removeOrganization(state: OrgState, input: { readonly isDefault: boolean }): Decision {
  if (state.kind === 'none') return orgNotFound
  return input.isDefault ? isDefault : [orgRemoved()]
}
