import type { EventBody } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { OrgState } from '../state.ts'
import { generatedDomain } from './generatedDomain.ts'

const idTaken = refuse(
  'organizations.id_taken',
  'already_exists',
  'an organization with this id exists; choose another id',
)
/** Refusal of names that are blank or of which no domain can be made. */
export const unusableName = refuse(
  'organizations.unusable_name',
  'invalid_argument',
  'the name needs at least one letter or digit',
)

/** Creates an organization with its generated, verified and primary domain under `domainSuffix` (platform notes §5). */
export function addOrganization(
  state: OrgState,
  input: { readonly name: string; readonly domainSuffix: string },
): readonly EventBody[] | Refusal {
  const name = input.name.trim()
  const domain = generatedDomain(name, input.domainSuffix)
  if (domain === undefined) return unusableName
  if (state.kind !== 'none') return idTaken
  return [{ type: 'org.added', payload: { name } }, ...newVerifiedDomain(domain), primarySet(domain)]
}

/** Events of a domain that needs no proof. */
export function newVerifiedDomain(domain: string): readonly EventBody[] {
  return [
    { type: 'org.domain.added', payload: { domain } },
    { type: 'org.domain.verified', payload: { domain } },
  ]
}

/** The event that makes a domain the primary one. */
export function primarySet(domain: string): EventBody {
  return { type: 'org.domain.primary.set', payload: { domain } }
}
