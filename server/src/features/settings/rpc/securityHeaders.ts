import type { Call } from '../../../access/call.ts'
import type { RequestHeaders } from '../../../contract/dispatch.ts'
import { ownHeader } from '../../../contract/ownHeaders.ts'
import type { Source } from '../../../database/search.ts'
import type { SecurityHeaders } from '../commands/setSecurity.ts'
import { effectiveSetting } from '../queries.ts'

const rights = 'x-sallyport-credential-rights'
const freshness = 'x-sallyport-fresh-proof'

/** Reads the security settings that the contract has no fields for; a missing header keeps the present setting. */
export function decodeSecurityHeaders(headers: RequestHeaders): SecurityHeaders {
  const demand = ownHeader(headers, rights)
  const minutes = ownHeader(headers, freshness)
  return {
    ...(demand !== undefined && { credentialRights: { demand } }),
    ...(minutes !== undefined && { freshProof: { minutes } }),
  }
}

/** Shows the security settings that the contract has no fields for in headers of the reply. */
export async function showSecurityHeaders(source: Source, call: Call): Promise<void> {
  const [credentialRights, freshProof] = await Promise.all([
    effectiveSetting(source, call.instance.id, '', 'credentialRights'),
    effectiveSetting(source, call.instance.id, '', 'freshProof'),
  ])
  call.responseHeaders[rights] = credentialRights.value.demand
  call.responseHeaders[freshness] = String(freshProof.value.minutes)
}
