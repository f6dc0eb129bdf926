import type { Origin } from '../../access/call.ts'
import type { AndroidApps } from '../../config/androidApps.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { hostName } from '../../kernel/text/hostName.ts'
import { domainInvalid } from './refusals.ts'

const androidOrigin = 'android:apk-key-hash:'

/**
 * The relying party id: the named domain, else the request's host. Always as browsers write a host (WebAuthn §5.1.3): never empty, with
 * a port or with a final dot.
 */
export function relyingPartyId(domain: string, origin: Pick<Origin, 'domain'>): string | Refusal {
  const rpId = (domain || origin.domain).toLowerCase()
  return hostName(rpId) === rpId ? rpId : domainInvalid
}

/**
 * Whether a response from this origin is accepted for the relying party. `only` demands that very origin; else the rule of
 * browsers holds (WebAuthn §5.1.3, HTML's "registrable domain suffix"): https, or http on localhost, on its host or one
 * below it. An Android app sends the hash of its signing key, which belongs to the relying parties that the operator names
 * (`SALLYPORT_ANDROID_APPS`).
 */
export function originBelongs(origin: string, rpId: string, only: string | null, apps: AndroidApps): boolean {
  if (only !== null) return origin === only
  if (origin.startsWith(androidOrigin)) return apps.get(rpId)?.has(origin) === true
  if (!URL.canParse(origin)) return false
  const { protocol, hostname, origin: normal } = new URL(origin)
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (normal !== origin || (protocol !== 'https:' && !(protocol === 'http:' && local))) return false
  return hostname === rpId || hostname.endsWith(`.${rpId}`)
}
