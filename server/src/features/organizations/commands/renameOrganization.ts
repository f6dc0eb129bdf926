import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { composeText } from '../../../kernel/text/foldText.ts'
import { domainOf, type OrgDomainsState } from '../domainState.ts'
import { domainEvents, orgChanged } from '../events.ts'
import { orgNotFound } from '../refusals.ts'
import type { OrgState } from '../state.ts'
import { newVerifiedDomain, unusableName } from './addOrganization.ts'
import { formerDomain, generatedDomain } from './generatedDomain.ts'

const sameName = refuse(
  'organizations.same_name',
  'failed_precondition',
  'the organization already has this name; choose another name',
)

/** Renames an organization. If it still has the domain generated from the old name, the new name's replaces it. */
export function renameOrganization(
  state: OrgState,
  domains: OrgDomainsState,
  input: { readonly name: string; readonly domainSuffix: string },
): Decision {
  const name = composeText(input.name.trim())
  if (state.kind === 'none') return orgNotFound
  if (name === state.name) return sameName
  const after = generatedDomain(name, input.domainSuffix)
  if (after === undefined) return unusableName
  const former = [generatedDomain, formerDomain].map((generate) => generate(state.name, input.domainSuffix))
  const before = former.find((domain) => domain !== undefined && domainOf(domains, domain))
  if (before === undefined || before === after) return [orgChanged({ name })]
  return [
    orgChanged({ name }),
    ...verifiedDomain(domains, after),
    ...(domainOf(domains, before)?.primary ? [domainEvents.primarySet({ domain: after })] : []),
    domainEvents.removed({ domain: before }),
  ]
}

function verifiedDomain(domains: OrgDomainsState, domain: string) {
  const existing = domainOf(domains, domain)
  if (existing === undefined) return newVerifiedDomain(domain)
  return existing.proof.kind === 'verified' ? [] : [domainEvents.verified({ domain })]
}
