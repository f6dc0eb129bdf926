import { Code, ConnectError } from '@connectrpc/connect'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { bodyTooLarge } from '../body/bodyRefusals.ts'

/** Bytes of a flag for compression and the message's length (PROTOCOL-HTTP2.md, "Length-Prefixed-Message"). */
export const framePrefix = 5

const incomplete = refuse(
  'request.no_message',
  'invalid_argument',
  'the request has no complete message; send one',
)
const otherLength = refuse(
  'request.other_length',
  'invalid_argument',
  'the length of the request differs from its prefix; send one message',
)
const unknownFlag = refuse(
  'request.unknown_flag',
  'invalid_argument',
  'the flag of the message is unknown; send 0, or 1 for a compressed message',
)

/** Returns the only message of a unary request; throws if there is another number of them or if it is larger than the limit. */
export function unframed(
  body: Buffer,
  limit: number,
): { readonly compressed: boolean; readonly message: Buffer } {
  if (body.length < framePrefix) throw new DomainError(incomplete)
  const flag = body[0] ?? 0
  if (flag > 1) throw new DomainError(unknownFlag)
  const length = body.readUInt32BE(1)
  if (length > limit) throw bodyTooLarge(limit)
  const message = body.subarray(framePrefix)
  if (length !== message.length) throw new DomainError(otherLength)
  return { compressed: flag === 1, message }
}

/** Returns the error for a message that is marked as compressed without a compression (PROTOCOL-HTTP2.md, "Compression"). */
export function noEncoding(): ConnectError {
  return new ConnectError('the message is marked as compressed; send grpc-encoding with it', Code.Internal)
}

/** Returns a message with its prefix, not compressed. */
export function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(framePrefix + message.length)
  frame.writeUInt8(0)
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, framePrefix)
  return frame
}
