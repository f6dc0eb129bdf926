import type { Outbound } from '../../../outbound/outbound.ts'
import { DeliveryError, failureOf } from './outgoing.ts'

/** Posts to a provider. Throws `DeliveryError` unless the status is 2xx; redirects are not followed. */
export async function post(
  outbound: Outbound,
  endpoint: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const { status } = await outbound
    .request(endpoint, { method: 'POST', headers, body, maxBytes: 0 })
    .catch((error: unknown) => {
      throw new DeliveryError(`the provider could not be reached: ${failureOf(error)}`)
    })
  if (status < 200 || status > 299) throw new DeliveryError(`the provider returned HTTP ${status}`)
}
