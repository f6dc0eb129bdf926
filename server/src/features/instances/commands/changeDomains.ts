import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { hostName, storedHost } from '../../../kernel/text/hostName.ts'
import {
  type DomainEvent,
  domainAdded,
  domainRemoved,
  primaryDomainSet,
  trustedDomainAdded,
  trustedDomainRemoved,
} from '../events.ts'
import { instanceNotFound, invalidDomain } from '../refusals.ts'
import type { InstanceDomainsState, InstanceState } from '../state.ts'

const domainExists = refuse(
  'instances.domain_exists',
  'already_exists',
  'the instance already has this domain; use it or add another one',
)
const domainNotFound = refuse(
  'instances.domain_not_found',
  'not_found',
  'the instance does not have this domain; list its domains',
)
const domainGenerated = refuse(
  'instances.domain_generated',
  'failed_precondition',
  'this domain was generated for the instance and cannot be removed; make another one primary',
)
const trustedExists = refuse(
  'instances.trusted_exists',
  'failed_precondition',
  'this domain is already trusted; use it or add another one',
)
const trustedNotFound = refuse(
  'instances.trusted_not_found',
  'not_found',
  'this domain is not trusted; list the trusted domains',
)

/** Decides on one domain of an instance, which requests name in any case. */
export type DomainCommand = (
  instance: InstanceState,
  hosts: InstanceDomainsState,
  name: string,
) => Decision<DomainEvent>

/** Adds a host; a unique index refuses one that another instance has. */
export const addDomain: DomainCommand = (instance, hosts, name) => {
  const domain = hostName(name)
  if (domain === undefined) return invalidDomain
  if (instance.kind === 'none') return instanceNotFound
  return Object.hasOwn(hosts.domains, domain) ? domainExists : [domainAdded({ domain, generated: false })]
}

/** Removes a host other than the generated one; if it was the primary one, the generated one becomes primary. */
export const removeDomain: DomainCommand = (instance, hosts, name) => {
  if (name.trim() === '') return invalidDomain
  if (instance.kind === 'none') return instanceNotFound
  const domain = storedHost(hosts.domains, name)
  const found = domain === undefined ? undefined : hosts.domains[domain]
  if (domain === undefined || found === undefined) return domainNotFound
  if (found.generated) return domainGenerated
  const generated = Object.entries(hosts.domains).find(([, host]) => host.generated)?.[0]
  return [
    domainRemoved({ domain }),
    ...(found.primary && generated ? [primaryDomainSet({ domain: generated })] : []),
  ]
}

/** Makes a host the primary one; the primary host again changes nothing. */
export const setPrimaryDomain: DomainCommand = (instance, hosts, name) => {
  if (name.trim() === '') return invalidDomain
  if (instance.kind === 'none') return instanceNotFound
  const domain = storedHost(hosts.domains, name)
  if (domain === undefined) return domainNotFound
  return hosts.domains[domain]?.primary ? [] : [primaryDomainSet({ domain })]
}

/** Allows a host to be named as the instance's public host. */
export const addTrustedDomain: DomainCommand = (instance, { trusted }, name) => {
  const domain = hostName(name)
  if (domain === undefined) return invalidDomain
  if (instance.kind === 'none') return instanceNotFound
  return Object.hasOwn(trusted, domain) ? trustedExists : [trustedDomainAdded({ domain })]
}

/** Stops trusting a host. */
export const removeTrustedDomain: DomainCommand = (instance, { trusted }, name) => {
  if (name.trim() === '') return invalidDomain
  if (instance.kind === 'none') return instanceNotFound
  const domain = storedHost(trusted, name)
  return domain === undefined ? trustedNotFound : [trustedDomainRemoved({ domain })]
}
