import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type DomainEvent, domainEvents, type ValidationType } from './events.ts'
import { domainRows } from './rows.ts'

/** How far the proof of control over a domain has come. */
export type DomainProof =
  | { readonly kind: 'none' }
  | { readonly kind: 'asked'; readonly validationType: ValidationType; readonly secretId: string }
  | { readonly kind: 'verified'; readonly validationType: ValidationType | null }

export type OrgDomain = {
  readonly proof: DomainProof
  readonly primary: boolean
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The domains of an organization, by lower-case name. */
export type OrgDomainsState = { readonly [domain: string]: OrgDomain }

/** Which domains belong to an organization and which of them it has proved to control. */
export const orgDomainsFacet: Facet<OrgDomainsState> = {
  name: 'orgDomains',
  streams: ['org'],
  events: domainEvents,
  initial: {},
  evolve(state, recorded) {
    if (recorded.type === 'org.removed') return {}
    return evolveDomains(state, recorded as Recorded<DomainEvent>)
  },
  rows: domainRows,
  secrets: (state) =>
    Object.values(state).flatMap(({ proof }) => (proof.kind === 'asked' ? [proof.secretId] : [])),
}

/** The domain with this name, if the organization has it. */
export function domainOf(state: OrgDomainsState, domain: string): OrgDomain | undefined {
  return Object.hasOwn(state, domain) ? state[domain] : undefined
}

function evolveDomains(state: OrgDomainsState, event: Recorded<DomainEvent>): OrgDomainsState {
  const changed = (domain: string, change: Partial<OrgDomain>): OrgDomainsState => {
    const before = domainOf(state, domain)
    if (before === undefined) return state
    return {
      ...state,
      [domain]: { ...before, ...change, changedAt: event.createdAt, sequence: event.sequence },
    }
  }
  switch (event.type) {
    case 'org.domain.added': {
      const { createdAt, sequence } = event
      const domain: OrgDomain = {
        proof: { kind: 'none' },
        primary: false,
        createdAt,
        changedAt: createdAt,
        sequence,
      }
      return { ...state, [event.payload.domain]: domain }
    }
    case 'org.domain.verification.added': {
      const { domain, validationType, secretId } = event.payload
      return changed(domain, { proof: { kind: 'asked', validationType, secretId } })
    }
    case 'org.domain.verified': {
      const proof = domainOf(state, event.payload.domain)?.proof
      const validationType = proof?.kind === 'asked' ? proof.validationType : null
      return changed(event.payload.domain, { proof: { kind: 'verified', validationType } })
    }
    case 'org.domain.primary.set': {
      const others = Object.entries(state).map(([name, domain]) =>
        domain.primary ? [name, { ...domain, primary: false }] : [name, domain],
      )
      const primary = changed(event.payload.domain, { primary: true })
      return { ...Object.fromEntries(others), ...pick(primary, event.payload.domain) }
    }
    case 'org.domain.removed': {
      const { [event.payload.domain]: _, ...rest } = state
      return rest
    }
    default:
      return state
  }
}

function pick(state: OrgDomainsState, name: string): OrgDomainsState {
  const domain = domainOf(state, name)
  return domain === undefined ? {} : { [name]: domain }
}
