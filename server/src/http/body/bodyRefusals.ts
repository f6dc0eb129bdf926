import { Code, ConnectError } from '@connectrpc/connect'
import { DomainError, type Refusal, refuse } from '../../kernel/refusal.ts'

/** The content encodings that bodies may have, as `Accept-Encoding` lists them (RFC 9110 §12.5.3). */
export const acceptedEncodings = 'gzip, deflate, br'

/** The HTTP statuses of refusals whose kind has another one; gRPC keeps the code of the kind. */
export const bodyStatuses: Readonly<Record<string, number>> = {
  'request.body_too_large': 413,
  'request.body_too_slow': 408,
  'request.encoding_unknown': 415,
}

/** The server holds as many bytes of unfinished or waiting bodies as it may. */
export const overloaded = refuse(
  'request.overloaded',
  'unavailable',
  'the server is reading too many request bodies; send the request again later',
)
/** The body was not complete in time. */
export const bodyTooSlow = refuse(
  'request.body_too_slow',
  'deadline_exceeded',
  'the request body did not arrive in time; send it faster',
)
export const encodingUnknown = refuse(
  'request.encoding_unknown',
  'unimplemented',
  'the content encoding of the body is unknown; send gzip, deflate, br or none',
)
export const encodingBroken = refuse(
  'request.encoding_broken',
  'invalid_argument',
  'the body does not have its content encoding; compress it again',
)
export const notUtf8 = refuse(
  'request.not_utf8',
  'invalid_argument',
  'the request is not valid UTF-8; encode its texts as UTF-8',
)
export const tooManyElements = refuse(
  'request.too_many_elements',
  'resource_exhausted',
  'the request has more than 5000 values; split it',
)

export const tooDeep = refuse(
  'request.too_deep',
  'invalid_argument',
  'the request is nested deeper than 100 levels; send a flatter one',
)

/** The error of a request whose client no longer waits. */
export function cancelled(): ConnectError {
  return new ConnectError('the request was cancelled', Code.Canceled)
}

/** Refuses a body over the limit, in bytes; RESOURCE_EXHAUSTED, or 413 in HTTP. */
export function bodyTooLarge(limit: number): DomainError {
  const text = `the request body is larger than ${limit} bytes; send less`
  return new DomainError(refuse('request.body_too_large', 'resource_exhausted', text))
}

/** Refuses a message whose bytes are no protobuf message of its type. */
export function malformedMessage(reason: string): DomainError {
  const text = `the request is no valid protobuf message: ${reason}; encode it by the contract's definition`
  return new DomainError(refuse('request.malformed_message', 'invalid_argument', text))
}

/** Refuses a text that is no JSON; `position` counts bytes from 0. */
export function malformedJson(bytes: Uint8Array, position: number): DomainError {
  const before = Buffer.from(bytes.subarray(0, position)).toString('utf8')
  const lineStart = before.lastIndexOf('\n') + 1
  const line = before.split('\n').length
  const at = `position ${position} (line ${line}, column ${before.length - lineStart + 1})`
  const text = `the request body is not valid JSON at ${at}; correct it`
  return new DomainError(refuse('request.malformed_json', 'invalid_argument', text))
}

/** Throws a refusal. */
export function refuseBody(refusal: Refusal): never {
  throw new DomainError(refusal)
}
