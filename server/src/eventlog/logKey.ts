import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { Query } from '../database/query.ts'
import { type HmacSha256, hmacSha256 } from '../kernel/crypto/hmacSha256.ts'
import { randomBytes } from '../kernel/crypto/randomBytes.ts'
import { seal, unseal } from '../kernel/crypto/sealing.ts'
import { MasterKeyError } from './masterKeyError.ts'

/** The keys of HMAC-SHA-256 that prove the log, derived from one key per database (HKDF, RFC 5869). */
export interface LogKey {
  /** For the hashes of events. */
  readonly events: HmacSha256
  /** For seals and for the records of removed instances. */
  readonly seals: KeyObject
  /** For the terms of events in the sums of seals. */
  readonly terms: HmacSha256
  /** Of AES-256-GCM, for the sums. */
  readonly sums: Uint8Array
}

const version = 1

/** Returns the log's key; undefined if the database has none. Throws a `MasterKeyError` if it cannot be opened. */
export async function readLogKey(query: Query, masterKey: Uint8Array): Promise<LogKey | undefined> {
  const [row] = await query<{ wrapped: Buffer }>('select wrapped from log_keys where version = $1', [version])
  if (row === undefined) return undefined
  try {
    return derived(unseal(masterKey, row.wrapped, logKeyContext(version)))
  } catch (cause) {
    throw new MasterKeyError("the event log's key is damaged; restore the table log_keys from a backup", {
      cause,
    })
  }
}

/** Makes the log's key inside the current transaction. */
export async function makeLogKey(query: Query, masterKey: Uint8Array): Promise<LogKey> {
  const key = randomBytes(32)
  await query('insert into log_keys (version, wrapped) values ($1, $2)', [
    version,
    seal(masterKey, key, logKeyContext(version)),
  ])
  return derived(key)
}

/** The context with which the master key seals the log's key. */
export function logKeyContext(version: number): string {
  return JSON.stringify(['log-key', version])
}

function derived(key: Uint8Array): LogKey {
  const bytes = (name: string) => Buffer.from(hkdfSync('sha256', key, '', `sallyport log ${name}`, 32))
  return {
    events: hmacSha256(bytes('events')),
    seals: createSecretKey(bytes('seals')),
    terms: hmacSha256(bytes('terms')),
    sums: bytes('sums'),
  }
}
