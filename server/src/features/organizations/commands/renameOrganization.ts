import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { domainOf, type OrgDomainsState } from '../domainState.ts'
import { orgNotFound } from '../refusals.ts'
import type { OrgState } from '../state.ts'
import { newVerifiedDomain, primarySet, unusableName } from './addOrganization.ts'
import { generatedDomain } from './generatedDomain.ts'

const sameName = refuse(
  'organizations.same_name',
  'failed_precondition',
  'the organization has this name already',
)

/** Renames an organization; the domain generated from the old name gives way to the new one's if it is still there. */
export function renameOrganization(
  state: OrgState,
  domains: OrgDomainsState,
  input: { readonly name: string; readonly domainSuffix: string },
): Decision {
  const name = input.name.trim()
  if (state.kind === 'none') return orgNotFound
  if (name === state.name) return sameName
  const after = generatedDomain(name, input.domainSuffix)
  if (after === undefined) return unusableName
  const renamed: EventBody = { type: 'org.changed', payload: { name } }
  const before = generatedDomain(state.name, input.domainSuffix)
  if (before === undefined || before === after) return [renamed]
  const old = domainOf(domains, before)
  if (old === undefined) return [renamed]
  return [
    renamed,
    ...(domainOf(domains, after) === undefined ? newVerifiedDomain(after) : provedDomain(domains, after)),
    ...(old.primary ? [primarySet(after)] : []),
    { type: 'org.domain.removed', payload: { domain: before } },
  ]
}

function provedDomain(domains: OrgDomainsState, domain: string): readonly EventBody[] {
  return domainOf(domains, domain)?.proof.kind === 'verified'
    ? []
    : [{ type: 'org.domain.verified', payload: { domain } }]
}
