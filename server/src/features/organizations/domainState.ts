import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { type DomainEvent, domainEvents, orgRemoved, type ValidationType } from './events.ts'
import { domainRows } from './rows.ts'

/** The progress of proving control over a domain; without a validation type none had to be proved. */
export type DomainProof =
  | { readonly kind: 'none' }
  | { readonly kind: 'asked'; readonly validationType: ValidationType; readonly secretId: string }
  | { readonly kind: 'verified'; readonly validationType: ValidationType | null }

/** A domain of an organization and the proof that it controls it. */
export type OrgDomain = {
  readonly proof: DomainProof
  readonly primary: boolean
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The domains of an organization, by lower-case name. */
export type OrgDomainsState = { readonly [domain: string]: OrgDomain }

const { added, verificationAdded, verificationFailed, verified, primarySet, removed } = domainEvents

/** The domains of an organization, each with the proof of control over it. */
export const orgDomainsFacet: Facet<OrgDomainsState, DomainEvent | EventOf<typeof orgRemoved>> = {
  name: 'orgDomains',
  streams: ['org'],
  events: Object.values(domainEvents),
  hears: [orgRemoved],
  initial: {},
  evolve(state, event) {
    if (event.type === orgRemoved.type) return {}
    const { createdAt, sequence, payload } = event
    const before = domainOf(state, payload.domain)
    const changed = (change: Partial<OrgDomain>): OrgDomainsState =>
      before === undefined
        ? state
        : { ...state, [payload.domain]: { ...before, ...change, changedAt: createdAt, sequence } }
    switch (event.type) {
      case added.type: {
        const proof = { kind: 'none' } as const
        return {
          ...state,
          [payload.domain]: { proof, primary: false, createdAt, changedAt: createdAt, sequence },
        }
      }
      case verificationAdded.type: {
        const { validationType, secretId } = event.payload
        return changed({ proof: { kind: 'asked', validationType, secretId } })
      }
      case verified.type: {
        const validationType = before?.proof.kind === 'asked' ? before.proof.validationType : null
        return changed({ proof: { kind: 'verified', validationType } })
      }
      case primarySet.type: {
        const names = Object.entries(changed({ primary: true }))
        return Object.fromEntries(
          names.map(([name, domain]) => [
            name,
            domain.primary && name !== payload.domain ? { ...domain, primary: false } : domain,
          ]),
        )
      }
      case removed.type: {
        const { [payload.domain]: _, ...rest } = state
        return rest
      }
      case verificationFailed.type:
        return state
    }
  },
  rows: domainRows,
  secrets: (state) =>
    Object.values(state).flatMap(({ proof }) => (proof.kind === 'asked' ? [proof.secretId] : [])),
}

/** The domain with this name, if the organization has it. */
export function domainOf(state: OrgDomainsState, domain: string): OrgDomain | undefined {
  return Object.hasOwn(state, domain) ? state[domain] : undefined
}
