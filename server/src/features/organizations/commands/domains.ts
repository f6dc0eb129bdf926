import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { domainOf, type OrgDomainsState } from '../domainState.ts'
import type { ValidationType } from '../events.ts'
import { orgMissing } from '../refusals.ts'
import type { OrgState } from '../state.ts'
import { newVerifiedDomain, primarySet } from './addOrganization.ts'

const invalidDomain = refuse(
  'organizations.invalid_domain',
  'invalid_argument',
  'this is no domain name; use letters, digits, hyphens and dots, as in example.com',
)
const domainExists = refuse(
  'organizations.domain_exists',
  'already_exists',
  'the organization has this domain already',
)
const domainNotFound = refuse(
  'organizations.domain_not_found',
  'not_found',
  'the organization has no such domain',
)
const typeMissing = refuse(
  'organizations.validation_type_missing',
  'invalid_argument',
  'choose how to prove the domain: HTTP or DNS',
)
const alreadyVerified = refuse(
  'organizations.domain_verified',
  'failed_precondition',
  'this domain is verified already',
)
const notAsked = refuse(
  'organizations.domain_not_asked',
  'failed_precondition',
  'generate a validation token for this domain first',
)
const notProved = refuse(
  'organizations.domain_not_proved',
  'invalid_argument',
  'the validation token was not found at the domain; publish it, wait until it is visible, and try again',
)
const notVerified = refuse(
  'organizations.domain_not_verified',
  'failed_precondition',
  'verify this domain first',
)
const isPrimary = refuse(
  'organizations.domain_is_primary',
  'failed_precondition',
  'this is the primary domain; make another one primary first',
)

/** A host name by RFC 1123 §2.1 in lower case, no address; undefined when it is none. */
export function domainName(text: string): string | undefined {
  const name = text.trim().toLowerCase()
  const labels = name.split('.')
  const valid = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  return valid && name.length <= 253 && /^[a-z]/.test(labels.at(-1) ?? '') ? name : undefined
}

/** Adds a domain; without a demand for proof it counts as verified at once. */
export function addDomain(
  org: OrgState,
  domains: OrgDomainsState,
  input: { readonly domain: string; readonly proofRequired: boolean },
): Decision {
  const domain = domainName(input.domain)
  if (domain === undefined) return invalidDomain
  if (org.kind === 'none') return orgMissing
  if (domainOf(domains, domain)) return domainExists
  return input.proofRequired ? [{ type: 'org.domain.added', payload: { domain } }] : newVerifiedDomain(domain)
}

/** Asks for a proof; the token is the secret `secretId`. */
export function askProof(
  domains: OrgDomainsState,
  input: {
    readonly domain: string
    readonly validationType: ValidationType | undefined
    readonly secretId: string
  },
): Decision {
  const { domain, validationType, secretId } = input
  if (validationType === undefined) return typeMissing
  const found = domainOf(domains, domain)
  if (found === undefined) return domainNotFound
  if (found.proof.kind === 'verified') return alreadyVerified
  return [{ type: 'org.domain.verification.added', payload: { domain, validationType, secretId } }]
}

/** Whether a proof may be looked for now. */
export function proofAsked(domains: OrgDomainsState, domain: string) {
  const proof = domainOf(domains, domain)?.proof
  if (proof === undefined) return domainNotFound
  if (proof.kind === 'verified') return alreadyVerified
  return proof.kind === 'none' ? notAsked : proof
}

/** What looking for the proof came to: a failure is recorded and refused. */
export function judgeProof(domain: string, proved: boolean) {
  return proved
    ? { events: [{ type: 'org.domain.verified', payload: { domain } }] }
    : { events: [{ type: 'org.domain.verification.failed', payload: { domain } }], refusal: notProved }
}

/** Makes a verified domain the primary one. */
export function setPrimaryDomain(domains: OrgDomainsState, domain: string): Decision {
  const found = domainOf(domains, domain)
  if (found === undefined) return domainNotFound
  if (found.proof.kind !== 'verified') return notVerified
  return found.primary ? [] : [primarySet(domain)]
}

/** Removes a domain other than the primary one. */
export function removeDomain(domains: OrgDomainsState, domain: string): Decision {
  const found = domainOf(domains, domain)
  if (found === undefined) return domainNotFound
  if (found.primary) return isPrimary
  return [{ type: 'org.domain.removed', payload: { domain } }]
}
