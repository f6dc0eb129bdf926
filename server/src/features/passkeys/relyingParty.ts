import type { Origin } from '../../access/call.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { domainInvalid } from './refusals.ts'

const hostName = /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/

/** The relying party id: the named domain, else the request's host. Never empty, never an address with a port. */
export function relyingPartyId(domain: string, origin: Pick<Origin, 'domain'>): string | Refusal {
  const rpId = (domain || origin.domain).toLowerCase()
  return hostName.test(rpId) ? rpId : domainInvalid
}

/**
 * Whether a response from this origin is accepted for the relying party. `only` demands that very origin; else the rule of
 * browsers holds (WebAuthn §5.1.3, HTML's "registrable domain suffix"): https, or http on localhost, on its host or one
 * below it. Android apps send the hash of their signing key.
 */
export function originBelongs(origin: string, rpId: string, only: string | null): boolean {
  if (only !== null) return origin === only
  if (/^android:apk-key-hash:[\w-]+$/.test(origin)) return true
  if (!URL.canParse(origin)) return false
  const { protocol, hostname, origin: normal } = new URL(origin)
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (normal !== origin || (protocol !== 'https:' && !(protocol === 'http:' && local))) return false
  return hostname === rpId || hostname.endsWith(`.${rpId}`)
}
