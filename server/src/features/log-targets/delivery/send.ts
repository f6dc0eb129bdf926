import { failureOf } from '../../../outbound/connectionFailure.ts'
import { signatureOf } from '../../../outbound/requestSignature.ts'
import type { Deps } from '../../manifest.ts'
import type { TargetRow } from '../queries.ts'
import { askedPause } from './pauseAfter.ts'
import type { RenderedEvents } from './render.ts'

/** The secrets of a target, opened. */
interface TargetSecrets {
  readonly signingKey: string
  readonly credential: string | undefined
}

/** The outcome of a request: delivered, or the reason without anything that was sent or received. */
export type Sent =
  | { readonly delivered: true; readonly status: number }
  | {
      readonly delivered: false
      readonly status: number | null
      readonly reason: string
      /** Milliseconds that the receiver asks for. */
      readonly asks: number
    }

/** The failure of a target whose secrets cannot be opened any more. */
export const secretsLost =
  'the secrets of the target are lost; renew its signing key and give its credential again'

/** Opens the secrets of a target; undefined if they were replaced or removed meanwhile. */
export async function openSecrets(
  { log }: Pick<Deps, 'log'>,
  target: TargetRow,
): Promise<TargetSecrets | undefined> {
  const stream = { instanceId: target.instance_id, type: 'instance', id: target.instance_id }
  const open = async (id: string | null) =>
    id === null ? undefined : (await log.secret(stream, id))?.toString()
  const [signingKey, credential] = await Promise.all([
    open(target.signing_key_id),
    open(target.credential_id),
  ])
  const isWhole = credential !== undefined || target.credential_id === null
  return signingKey !== undefined && isWhole ? { signingKey, credential } : undefined
}

/** Posts events to a target, signed as messages to HTTP providers are; redirects are not followed, and the body of the response is not read. */
export async function sendEvents(
  { outbound, clock }: Pick<Deps, 'outbound' | 'clock'>,
  target: TargetRow,
  { signingKey, credential }: TargetSecrets,
  { type, body, key }: RenderedEvents & { readonly key: string },
): Promise<Sent> {
  const { protocol, hostname, port } = new URL(target.url)
  const host = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
  const headers = {
    'content-type': type,
    'idempotency-key': key,
    'sallyport-log-target': target.target_id,
    'zitadel-signature': signatureOf(signingKey, body, clock.now()),
    ...(credential !== undefined && { [target.credential_header ?? 'authorization']: credential }),
  }
  try {
    const reply = await outbound.request(target.url, { method: 'POST', headers, body, maxBytes: 0 })
    const { status } = reply
    if (status >= 200 && status <= 299) return { delivered: true, status }
    const asks = askedPause(reply.headers['retry-after'], clock.now())
    return { delivered: false, status, reason: `the receiver at ${host} returned HTTP ${status}`, asks }
  } catch (error) {
    const reason = `the receiver at ${host} could not be reached: ${failureOf(error)}`
    return { delivered: false, status: null, reason, asks: 0 }
  }
}
