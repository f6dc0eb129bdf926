import { isWebLink } from '../../../kernel/linkScheme.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'

const addressDenied = refuse(
  'applications.back_channel_address_denied',
  'invalid_argument',
  'the back-channel logout URI leads to an address that is not public; use a public one, or let the operator allow it (SALLYPORT_OUTBOUND_ALLOW)',
)

/**
 * Refuses a back-channel logout URI whose host leads only to addresses that the server may not connect to;
 * a URI that is no web link is left to the command.
 */
export async function requireReachable({ outbound }: Pick<Deps, 'outbound'>, uri: string): Promise<void> {
  if (!isWebLink(uri)) return
  if (!(await outbound.permits(new URL(uri).hostname))) throw new DomainError(addressDenied)
}
