import type { Call } from '../../../access/call.ts'
import type { RequestHeaders } from '../../../contract/dispatch.ts'
import type { Source } from '../../../database/search.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { SettingValue } from '../kinds.ts'
import { effectiveSetting } from '../queries.ts'

const header = 'x-sallyport-credential-rights'

const headerInvalid = refuse(
  'setting.credential_rights_invalid',
  'invalid_argument',
  'the header x-sallyport-credential-rights is invalid; send "held" or "contract", once',
)

type Demand = SettingValue<'credentialRights'>['demand']

/** Reads what a write of the security settings demands of callers who set credentials; undefined keeps the present demand. */
export function decodeDemand(headers: RequestHeaders): Demand | undefined {
  if (!headers.has(header)) return undefined
  const text = headers.get(header)
  if (text === 'held' || text === 'contract') return text
  throw new DomainError(headerInvalid)
}

/** Shows the demand in a header of the reply, because the contract has no field for it. */
export async function showDemand(source: Source, call: Call): Promise<void> {
  const { value } = await effectiveSetting(source, call.instance.id, '', 'credentialRights')
  call.responseHeaders[header] = value.demand
}
