import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { composeText } from '../../../kernel/text/foldText.ts'
import { type DomainEvent, domainEvents, orgAdded } from '../events.ts'
import type { OrgState } from '../state.ts'
import { generatedDomain } from './generatedDomain.ts'

const idTaken = refuse(
  'organizations.id_taken',
  'already_exists',
  'an organization with this id exists; choose another id',
)
export const unusableName = refuse(
  'organizations.unusable_name',
  'invalid_argument',
  'no domain can be generated from this name; use at least one letter or digit',
)

/** Creates an organization with its generated, verified and primary domain under `domainSuffix` (platform notes §5). */
export function addOrganization(
  state: OrgState,
  input: { readonly name: string; readonly domainSuffix: string },
): Decision {
  const name = composeText(input.name.trim())
  const domain = generatedDomain(name, input.domainSuffix)
  if (domain === undefined) return unusableName
  if (state.kind !== 'none') return idTaken
  return [orgAdded({ name }), ...newVerifiedDomain(domain), domainEvents.primarySet({ domain })]
}

/** Events of a domain that needs no proof. */
export function newVerifiedDomain(domain: string): readonly DomainEvent[] {
  return [domainEvents.added({ domain }), domainEvents.verified({ domain })]
}
