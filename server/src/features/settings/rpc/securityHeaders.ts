import type { Call } from '../../../access/call.ts'
import type { RequestHeaders } from '../../../contract/dispatch.ts'
import { ownHeader } from '../../../contract/ownHeaders.ts'
import type { Source } from '../../../database/search.ts'
import type { SecurityHeaders } from '../commands/setSecurity.ts'
import { effectiveSetting } from '../queries.ts'

const rights = 'x-sallyport-credential-rights'
const freshness = 'x-sallyport-fresh-proof'
const reasons = 'x-sallyport-reason-demand'

/** Reads the security settings that the contract has no fields for; a missing header keeps the present setting. */
export function decodeSecurityHeaders(headers: RequestHeaders): SecurityHeaders {
  const demand = ownHeader(headers, rights)
  const minutes = ownHeader(headers, freshness)
  const reasonDemand = ownHeader(headers, reasons)
  return {
    ...(demand !== undefined && { credentialRights: { demand } }),
    ...(minutes !== undefined && { freshProof: { minutes } }),
    ...(reasonDemand !== undefined && { reasonDemand: { demand: reasonDemand } }),
  }
}

/** Shows the security settings that the contract has no fields for in headers of the reply. */
export async function showSecurityHeaders(source: Source, call: Call): Promise<void> {
  const [credentialRights, freshProof, reasonDemand] = await Promise.all([
    effectiveSetting(source, call.instance.id, '', 'credentialRights'),
    effectiveSetting(source, call.instance.id, '', 'freshProof'),
    effectiveSetting(source, call.instance.id, '', 'reasonDemand'),
  ])
  call.responseHeaders[rights] = credentialRights.value.demand
  call.responseHeaders[freshness] = String(freshProof.value.minutes)
  call.responseHeaders[reasons] = reasonDemand.value.demand
}
