import { randomUUID } from 'node:crypto'
import { create, type DescMessage, type MessageShape } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { CredentialsCheckErrorSchema, ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js'
import type { Logger } from 'pino'
import { DomainError, type Refusal, type RefusalKind } from '../kernel/refusal.ts'
import { acceptedEncodings, bodyStatuses } from './body/bodyRefusals.ts'
import { warnOfOutage } from './outageWarnings.ts'

/** An error with its codes and detail, for all protocols. */
export interface WireError {
  readonly code: Code
  /** The HTTP status of REST and endpoints. */
  readonly status: number
  readonly message: string
  /** The challenge of UNAUTHENTICATED, the value of `WWW-Authenticate` (RFC 6750 §3). */
  readonly challenge?: string
  /** The value of `DPoP-Nonce` beside the challenge. */
  readonly dpopNonce?: string
  readonly detail?: { readonly desc: DescMessage; readonly value: MessageShape<DescMessage> }
}

const codes: Readonly<Record<RefusalKind, Code>> = {
  invalid_argument: Code.InvalidArgument,
  failed_precondition: Code.FailedPrecondition,
  out_of_range: Code.OutOfRange,
  unauthenticated: Code.Unauthenticated,
  permission_denied: Code.PermissionDenied,
  not_found: Code.NotFound,
  already_exists: Code.AlreadyExists,
  aborted: Code.Aborted,
  resource_exhausted: Code.ResourceExhausted,
  unimplemented: Code.Unimplemented,
  unavailable: Code.Unavailable,
  deadline_exceeded: Code.DeadlineExceeded,
  internal: Code.Internal,
}

const statuses: Readonly<Record<Code, number>> = {
  [Code.Canceled]: 499,
  [Code.Unknown]: 500,
  [Code.InvalidArgument]: 400,
  [Code.DeadlineExceeded]: 504,
  [Code.NotFound]: 404,
  [Code.AlreadyExists]: 409,
  [Code.PermissionDenied]: 403,
  [Code.ResourceExhausted]: 429,
  [Code.FailedPrecondition]: 400,
  [Code.Aborted]: 409,
  [Code.OutOfRange]: 400,
  [Code.Unimplemented]: 501,
  [Code.Internal]: 500,
  [Code.Unavailable]: 503,
  [Code.DataLoss]: 500,
  [Code.Unauthenticated]: 401,
}

/** Refusals that the contract sends without a detail. */
const bareCodes: ReadonlySet<string> = new Set(['request.invalid'])

/** Refusals of requests without a bearer token, whose challenge names no error (RFC 6750 §3.1). */
const withoutToken: ReadonlySet<string> = new Set(['auth.header_missing', 'auth.scheme_unknown'])

/** Converts a thrown value to the error that the client receives. A bug becomes INTERNAL with a reference; only the log has its cause. */
export function toWireError(error: unknown, logger: Logger): WireError {
  if (error instanceof DomainError) {
    logRefusal(error, logger)
    return refusalOnWire(error.refusal)
  }
  if (error instanceof ConnectError) {
    return { code: error.code, status: statuses[error.code], message: error.rawMessage }
  }
  if (isFastifyRefusal(error)) {
    const { statusCode: status, message } = error
    return { code: status === 413 ? Code.ResourceExhausted : Code.InvalidArgument, status, message }
  }
  if (error instanceof Error && (error.name === 'AbortError' || isHangUp(error))) {
    return { code: Code.Canceled, status: statuses[Code.Canceled], message: 'the request was cancelled' }
  }
  const reference = randomUUID()
  logger.error({ err: error, reference }, 'internal error')
  const message = `an internal error occurred (reference ${reference})`
  return { code: Code.Internal, status: statuses[Code.Internal], message }
}

/** Whether a client left before its body had arrived, which Node reports on the request. */
function isHangUp(error: Error & { readonly code?: unknown }): boolean {
  return error.code === 'ECONNRESET' && error.message === 'aborted'
}

/** When a client may come again after a 503, in seconds (RFC 9110 §10.2.3): a database that restarts is back by then. */
const retryAfter = '5'

/** Refusals that tell of what the server needs, not of the request: an outage has many of them for one cause. */
const outages: ReadonlySet<RefusalKind> = new Set(['unavailable', 'deadline_exceeded'])

/** A refusal is a line of level debug with its code; one by the server's own state is a warning with its cause. */
function logRefusal({ refusal: { code, kind }, cause }: DomainError, logger: Logger): void {
  if (cause !== undefined && outages.has(kind)) warnOfOutage({ code, kind, cause }, logger)
  else if (cause !== undefined && kind === 'internal')
    logger.warn({ err: cause, code, kind }, 'request refused')
  else logger.debug({ code, kind }, 'request refused')
}

/** Whether Fastify refused the request, such as for a large body or an unsupported media type. */
function isFastifyRefusal(error: unknown): error is Error & { readonly statusCode: number } {
  if (!(error instanceof Error) || !('statusCode' in error) || !('code' in error)) return false
  return typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500
}

/** Returns the headers that an HTTP response with this error has. */
export function errorHeaders(wire: WireError): Readonly<Record<string, string>> {
  return { ...challengeHeaders(wire), ...statusHeaders(wire) }
}

/** Returns the headers that a response has by its status alone: those without a challenge. */
export function statusHeaders({ status }: Pick<WireError, 'status'>): Readonly<Record<string, string>> {
  if (status === 415) return { 'accept-encoding': acceptedEncodings }
  return status === 503 ? { 'retry-after': retryAfter } : {}
}

/** Converts an error for the Connect library, which renders it for gRPC, gRPC-Web and Connect. */
export function toConnectError(wire: WireError): ConnectError {
  const details = wire.detail === undefined ? [] : [{ desc: wire.detail.desc, value: wire.detail.value }]
  return new ConnectError(wire.message, wire.code, challengeHeaders(wire), details)
}

function challengeHeaders({ challenge, dpopNonce }: WireError): Readonly<Record<string, string>> {
  return {
    ...(challenge !== undefined && { 'www-authenticate': challenge }),
    ...(dpopNonce !== undefined && { 'dpop-nonce': dpopNonce }),
  }
}

function refusalOnWire(refusal: Refusal): WireError {
  const code = codes[refusal.kind]
  const status = bodyStatuses[refusal.code] ?? statuses[code]
  if (bareCodes.has(refusal.code)) return { code, status, message: refusal.message }
  const { dpopNonce } = refusal
  const challenge =
    code === Code.Unauthenticated
      ? { challenge: challengeOf(refusal), ...(dpopNonce !== undefined && { dpopNonce }) }
      : undefined
  const fields = { id: refusal.code, message: refusal.message }
  const message = `${refusal.message} (${refusal.code})`
  if (refusal.failedAttempts === undefined) {
    return {
      code,
      status,
      message,
      ...challenge,
      detail: { desc: ErrorDetailSchema, value: create(ErrorDetailSchema, fields) },
    }
  }
  const value = create(CredentialsCheckErrorSchema, { ...fields, failedAttempts: refusal.failedAttempts })
  return { code, status, message, ...challenge, detail: { desc: CredentialsCheckErrorSchema, value } }
}

/**
 * Returns the challenge of a refusal; its description is limited to the characters of RFC 6750 §3. A step-up follows RFC 9470 §3, the
 * demand of a nonce RFC 9449 §9.
 */
function challengeOf({ code, message, stepUp, dpopNonce }: Refusal): string {
  if (withoutToken.has(code)) return 'Bearer realm="sallyport"'
  const description = message.replaceAll('"', "'").replace(/[^ !#-[\]-~]/g, '?')
  const challenge = (error: string, scheme = 'Bearer') =>
    `${scheme} realm="sallyport", error="${error}", error_description="${description}"`
  if (dpopNonce !== undefined) return challenge('use_dpop_nonce', 'DPoP')
  if (stepUp === undefined) return challenge('invalid_token')
  const acr = stepUp.acr === undefined ? '' : `, acr_values="${stepUp.acr}"`
  return `${challenge('insufficient_user_authentication')}, max_age="${stepUp.maxAge}"${acr}`
}
