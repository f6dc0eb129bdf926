import { connectionFailureOf, connectionProblems, failureOf } from '../../../outbound/connectionFailure.ts'
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

/** Why events were not delivered, for programs. Stored with targets: a value keeps its meaning. */
export const deliveryProblems = ['status', ...connectionProblems, 'secrets_lost'] as const

/** A failure without anything that was sent or received. */
export interface DeliveryFailure {
  readonly problem: (typeof deliveryProblems)[number]
  /** The status of the response; null without one. */
  readonly status: number | null
  /** The code of the error of a connection, such as `CERT_HAS_EXPIRED`; null if it has none. */
  readonly cause: string | null
}

/** A failure, also in words. */
export interface NotSent {
  readonly failure: DeliveryFailure
  readonly reason: string
  /** Milliseconds that the receiver asks for. */
  readonly asks: number
}

/** The outcome of a request. */
export type Sent =
  | { readonly delivered: true; readonly status: number }
  | ({ readonly delivered: false } & NotSent)

/** The failure of a target whose secrets cannot be opened any more. */
export const secretsLost: NotSent = {
  failure: { problem: 'secrets_lost', status: null, cause: null },
  reason: 'the secrets of the target are lost; renew its signing key and give its credential again',
  asks: 0,
}

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
    const reason = `the receiver at ${host} returned HTTP ${status}`
    return { delivered: false, failure: { problem: 'status', status, cause: null }, reason, asks }
  } catch (error) {
    const failure = { ...connectionFailureOf(error), status: null }
    const reason = `the receiver at ${host} could not be reached: ${failureOf(error)}`
    return { delivered: false, failure, reason, asks: 0 }
  }
}
