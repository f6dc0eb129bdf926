import { timingSafeEqual } from 'node:crypto'
import { randomBytes } from '../kernel/crypto/randomBytes.ts'
import { sha256 } from '../kernel/crypto/sha256.ts'

/** A session token in its parts: valid while the session still names `tokenId` and holds the digest of `secret`. */
export interface SessionToken {
  readonly sessionId: string
  readonly tokenId: string
  /** 32 bytes; never stored, only its digest is. */
  readonly secret: Buffer
}

/** A personal access token in its parts. */
export interface PatToken {
  readonly tokenId: string
  /** 32 bytes; never stored, only its digest is. */
  readonly secret: Buffer
}

const secretBytes = 32
const idPart = '([A-Za-z0-9]+|~[A-Za-z0-9.-]+)'
// 43 characters of six bits are two bits more than 32 bytes have: only the texts that leave them zero are ever made.
const secretPart = '([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])'
const sessionShape = new RegExp(`^slp_ses_${idPart}_${idPart}_${secretPart}$`)
const patShape = new RegExp(`^slp_pat_${idPart}_${secretPart}$`)

/** Session tokens: `slp_ses_<session id>_<token id>_<43 base64url characters>`; `parse` accepts exactly what `format` makes. */
export const sessionToken = {
  format(token: SessionToken): string {
    return `slp_ses_${encodeId(token.sessionId)}_${encodeId(token.tokenId)}_${token.secret.toString('base64url')}`
  },
  parse(text: string): SessionToken | undefined {
    const [, session = '', token = '', secretText = ''] = sessionShape.exec(text) ?? []
    const sessionId = decodeId(session)
    const tokenId = decodeId(token)
    if (sessionId === undefined || tokenId === undefined) return undefined
    return { sessionId, tokenId, secret: Buffer.from(secretText, 'base64url') }
  },
}

/** Personal access tokens: `slp_pat_<token id>_<43 base64url characters>`; `parse` accepts exactly what `format` makes. */
export const patToken = {
  format(token: PatToken): string {
    return `slp_pat_${encodeId(token.tokenId)}_${token.secret.toString('base64url')}`
  },
  parse(text: string): PatToken | undefined {
    const [, token = '', secretText = ''] = patShape.exec(text) ?? []
    const tokenId = decodeId(token)
    return tokenId === undefined ? undefined : { tokenId, secret: Buffer.from(secretText, 'base64url') }
  },
}

/** A new token secret: 256 random bits. */
export function newTokenSecret(): Buffer {
  return randomBytes(secretBytes)
}

/** What is stored of a token: the SHA-256 of its secret's 32 bytes. */
export function tokenDigest(secret: Uint8Array): Buffer {
  return sha256(secret)
}

/** Whether a presented secret belongs to the stored digest, compared in constant time; false without a digest. */
export function matchesDigest(secret: Uint8Array, digest: Uint8Array | undefined): boolean {
  const own = tokenDigest(secret)
  return digest?.length === own.length && timingSafeEqual(own, digest)
}

/** Ids chosen by clients may hold any character; those ride as `~` and base64url with `.` for `_`. */
function encodeId(id: string): string {
  if (/^[A-Za-z0-9]+$/.test(id)) return id
  return `~${Buffer.from(id, 'utf8').toString('base64url').replaceAll('_', '.')}`
}

/** No id holds a NUL: PostgreSQL's text cannot. */
function decodeId(text: string): string | undefined {
  if (!text.startsWith('~')) return text === '' ? undefined : text
  const id = Buffer.from(text.slice(1).replaceAll('.', '_'), 'base64url').toString('utf8')
  return encodeId(id) === text && !id.includes('\0') ? id : undefined
}
