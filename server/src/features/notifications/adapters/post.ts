import { failureOf } from '../../../outbound/connectionFailure.ts'
import type { Outbound } from '../../../outbound/outbound.ts'
import { DeliveryError } from './outgoing.ts'

/** The provider understood the request and refuses this message: it would do so again. */
const refusals: ReadonlySet<number> = new Set([400, 413, 422])

/** Posts to a provider. Throws `DeliveryError` unless the status is 2xx; redirects are not followed. */
export async function post(
  outbound: Outbound,
  endpoint: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const { protocol, hostname, port } = new URL(endpoint)
  const host = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
  const { status } = await outbound
    .request(endpoint, { method: 'POST', headers, body, maxBytes: 0 })
    .catch((error: unknown) => {
      throw new DeliveryError(`the provider at ${host} could not be reached: ${failureOf(error)}`)
    })
  if (status < 200 || status > 299)
    throw new DeliveryError(`the provider at ${host} returned HTTP ${status}`, refusals.has(status))
}
