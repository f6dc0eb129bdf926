import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { instanceNotFound } from '../refusals.ts'
import type { InstanceDomainsState, InstanceState } from '../state.ts'

/** Refusal of what is no host name. */
export const invalidDomain = refuse(
  'instances.invalid_domain',
  'invalid_argument',
  'this is no host name; use letters, digits, hyphens and dots, as in login.example.com',
)
const domainExists = refuse(
  'instances.domain_exists',
  'already_exists',
  'the instance has this domain already',
)
const domainNotFound = refuse('instances.domain_not_found', 'not_found', 'the instance has no such domain')
const domainGenerated = refuse(
  'instances.domain_generated',
  'failed_precondition',
  'the generated domain cannot be removed',
)
const trustedExists = refuse(
  'instances.trusted_exists',
  'failed_precondition',
  'this domain is trusted already',
)
const trustedNotFound = refuse(
  'instances.trusted_not_found',
  'not_found',
  'this domain is not among the trusted ones',
)

/** A host in lower case; undefined for anything but letters, digits, `.` and `-` (platform notes §2). */
export function hostName(text: string): string | undefined {
  const host = text.trim().toLowerCase()
  return host.length <= 253 && /^[a-z0-9.-]+$/.test(host) ? host : undefined
}

/** Adds a host; that no other instance has it is for the database to say. */
export function addDomain(instance: InstanceState, hosts: InstanceDomainsState, text: string): Decision {
  const domain = hostName(text)
  if (domain === undefined) return invalidDomain
  if (instance.kind === 'none') return instanceNotFound
  if (Object.hasOwn(hosts.domains, domain)) return domainExists
  return [{ type: 'instance.domain.added', payload: { domain, generated: false } }]
}

/** Removes a host other than the generated one, which takes over when the primary one goes. */
export function removeDomain(instance: InstanceState, hosts: InstanceDomainsState, domain: string): Decision {
  if (instance.kind === 'none') return instanceNotFound
  const found = Object.hasOwn(hosts.domains, domain) ? hosts.domains[domain] : undefined
  if (found === undefined) return domainNotFound
  if (found.generated) return domainGenerated
  const generated = Object.entries(hosts.domains).find(([, host]) => host.generated)?.[0]
  return [
    { type: 'instance.domain.removed', payload: { domain } },
    ...(found.primary && generated
      ? [{ type: 'instance.domain.primary.set', payload: { domain: generated } }]
      : []),
  ]
}

/** Makes a host the primary one. */
export function setPrimaryDomain(
  instance: InstanceState,
  hosts: InstanceDomainsState,
  domain: string,
): Decision {
  if (instance.kind === 'none') return instanceNotFound
  const found = Object.hasOwn(hosts.domains, domain) ? hosts.domains[domain] : undefined
  if (found === undefined) return domainNotFound
  return found.primary ? [] : [{ type: 'instance.domain.primary.set', payload: { domain } }]
}

/** Trusts a host to be named as the instance's public host. */
export function addTrustedDomain(
  instance: InstanceState,
  hosts: InstanceDomainsState,
  text: string,
): Decision {
  const domain = hostName(text)
  if (domain === undefined) return invalidDomain
  if (instance.kind === 'none') return instanceNotFound
  if (Object.hasOwn(hosts.trusted, domain)) return trustedExists
  return [{ type: 'instance.trusted_domain.added', payload: { domain } }]
}

/** Trusts a host no longer. */
export function removeTrustedDomain(
  instance: InstanceState,
  hosts: InstanceDomainsState,
  domain: string,
): Decision {
  if (instance.kind === 'none') return instanceNotFound
  if (!Object.hasOwn(hosts.trusted, domain)) return trustedNotFound
  return [{ type: 'instance.trusted_domain.removed', payload: { domain } }]
}
