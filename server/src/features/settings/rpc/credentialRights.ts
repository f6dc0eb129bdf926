import type { Call } from '../../../access/call.ts'
import type { RequestHeaders } from '../../../contract/dispatch.ts'
import { ownHeader } from '../../../contract/ownHeaders.ts'
import type { Source } from '../../../database/search.ts'
import type { SettingValue } from '../kinds.ts'
import { effectiveSetting } from '../queries.ts'

const header = 'x-sallyport-credential-rights'

type Demand = SettingValue<'credentialRights'>['demand']

/** Reads what a write of the security settings demands of callers who set credentials; undefined keeps the present demand. */
export function decodeDemand(headers: RequestHeaders): Demand | undefined {
  return ownHeader(headers, header)
}

/** Shows the demand in a header of the reply, because the contract has no field for it. */
export async function showDemand(source: Source, call: Call): Promise<void> {
  const { value } = await effectiveSetting(source, call.instance.id, '', 'credentialRights')
  call.responseHeaders[header] = value.demand
}
