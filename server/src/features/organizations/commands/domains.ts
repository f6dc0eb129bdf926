import type { Decision } from '../../../kernel/facet.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { canonicalDomain } from '../../../kernel/text/canonicalDomain.ts'
import { domainOf, type OrgDomainsState } from '../domainState.ts'
import { type DomainEvent, domainEvents, type ValidationType } from '../events.ts'
import { orgMissing } from '../refusals.ts'
import type { OrgState } from '../state.ts'
import { newVerifiedDomain } from './addOrganization.ts'

const invalidDomain = refuse(
  'organizations.invalid_domain',
  'invalid_argument',
  'this is not a domain name; use letters, digits, hyphens and dots, as in example.com',
)
const domainExists = refuse(
  'organizations.domain_exists',
  'already_exists',
  'the organization already has this domain; add another one',
)
const domainNotFound = refuse(
  'organizations.domain_not_found',
  'not_found',
  'the organization does not have this domain; add it first',
)
const typeMissing = refuse(
  'organizations.validation_type_missing',
  'invalid_argument',
  'the type of proof is missing; choose HTTP or DNS',
)
const alreadyVerified = refuse(
  'organizations.domain_verified',
  'failed_precondition',
  'this domain is already verified; there is nothing to prove',
)
const notAsked = refuse(
  'organizations.domain_not_asked',
  'failed_precondition',
  'this domain has no validation token; generate one first',
)
const notProved = refuse(
  'organizations.domain_not_proved',
  'invalid_argument',
  'the validation token was not found at the domain; publish it, wait until it is visible, and try again',
)
const notVerified = refuse(
  'organizations.domain_not_verified',
  'failed_precondition',
  'this domain is not verified; verify it first',
)
const isPrimary = refuse(
  'organizations.domain_is_primary',
  'failed_precondition',
  'this is the primary domain; make another one primary first',
)

/** Adds a domain. If no proof is required, it counts as verified at once. */
export function addDomain(
  org: OrgState,
  domains: OrgDomainsState,
  input: { readonly domain: string; readonly proofRequired: boolean },
): Decision<DomainEvent> {
  const domain = canonicalDomain(input.domain)
  if (domain === undefined) return invalidDomain
  if (org.kind === 'none') return orgMissing
  if (domainOf(domains, domain)) return domainExists
  return input.proofRequired ? [domainEvents.added({ domain })] : newVerifiedDomain(domain)
}

/** Returns the domain that a request names; refuses a blank name and an unknown domain. */
function namedDomain(domains: OrgDomainsState, domain: string) {
  return domain === '' ? invalidDomain : (domainOf(domains, domain) ?? domainNotFound)
}

/** Requires a proof. The token is the secret `secretId`. */
export function requestProof(
  domains: OrgDomainsState,
  input: {
    readonly domain: string
    readonly validationType: ValidationType | undefined
    readonly secretId: string
  },
): Decision<DomainEvent> {
  const { domain, validationType, secretId } = input
  if (validationType === undefined) return typeMissing
  const found = namedDomain(domains, domain)
  if (isRefusal(found)) return found
  if (found.proof.kind === 'verified') return alreadyVerified
  return [domainEvents.verificationAdded({ domain, validationType, secretId })]
}

/** Returns the proof to look for, or the refusal if there is none. */
export function requestedProof(domains: OrgDomainsState, domain: string) {
  const found = namedDomain(domains, domain)
  if (isRefusal(found)) return found
  const { proof } = found
  if (proof.kind === 'verified') return alreadyVerified
  return proof.kind === 'none' ? notAsked : proof
}

/** Records whether the token was found; a failure is recorded and refused. */
export function judgeProof(domain: string, proved: boolean) {
  return proved
    ? { events: [domainEvents.verified({ domain })] }
    : { events: [domainEvents.verificationFailed({ domain })], refusal: notProved }
}

/** Makes a verified domain the primary one. */
export function setPrimaryDomain(domains: OrgDomainsState, domain: string): Decision<DomainEvent> {
  const found = namedDomain(domains, domain)
  if (isRefusal(found)) return found
  if (found.proof.kind !== 'verified') return notVerified
  return found.primary ? [] : [domainEvents.primarySet({ domain })]
}

/** Removes a domain other than the primary one. */
export function removeDomain(domains: OrgDomainsState, domain: string): Decision<DomainEvent> {
  const found = namedDomain(domains, domain)
  if (isRefusal(found)) return found
  if (found.primary) return isPrimary
  return [domainEvents.removed({ domain })]
}
