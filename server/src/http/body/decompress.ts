import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib'
import { openBodyLimit } from '../../contract/bodyLimit.ts'
import { DomainError } from '../../kernel/refusal.ts'
import type { BodyHold } from './bodyBudget.ts'
import type { BodyDemand } from './bodyDemand.ts'
import { bodyTooLarge, encodingBroken, encodingUnknown } from './bodyRefusals.ts'

type Decoder = (bytes: Uint8Array, options: ZlibOptions) => Promise<Buffer>

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/**
 * Decodes the content encoding of a body (RFC 9110 §8.4.1), `deflate` in the zlib format. The limit holds for the result; more
 * than 16 kB are decompressed for authenticated callers only.
 */
export async function decompress(
  bytes: Buffer,
  encoding: string | undefined,
  hold: BodyHold,
  { limit, admit }: BodyDemand,
): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity' || bytes.length === 0) return bytes
  const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined
  if (decode === undefined) throw new DomainError(encodingUnknown)
  const openLimit = admit === undefined ? limit : Math.min(limit, openBodyLimit)
  let decoded = await decodeUpTo(decode, bytes, openLimit)
  if (decoded === undefined && limit > openLimit) {
    await admit?.()
    decoded = await decodeUpTo(decode, bytes, limit)
  }
  if (decoded === undefined) throw bodyTooLarge(limit)
  hold.grow(decoded.length)
  return decoded
}

/** Returns undefined if the result is longer than the limit. */
async function decodeUpTo(decode: Decoder, bytes: Buffer, limit: number): Promise<Buffer | undefined> {
  try {
    return await decode(bytes, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return undefined
    throw new DomainError(encodingBroken)
  }
}
