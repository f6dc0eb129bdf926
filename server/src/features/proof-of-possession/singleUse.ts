import type { Database } from '../../database/database.ts'
import { sha256 } from '../../kernel/crypto/sha256.ts'

/** A value that counts once until `expiresAt`. For proofs that is the instant from which their own checks refuse them. */
export interface SingleUse {
  readonly instanceId: string
  /** The kind of value, such as `dpop`; equal values of different kinds do not meet. */
  readonly purpose: 'dpop' | 'client_assertion' | 'authorization_assertion' | 'device_poll' | 'passkey_login'
  readonly value: string
  readonly now: Date
  readonly expiresAt: Date
}

/**
 * Uses a value up for all processes on the database, until it expires; false if it was used before. Call it after every other check, so that
 * only requests that would succeed leave a row.
 */
export async function useOnce(database: Pick<Database, 'query'>, use: SingleUse): Promise<boolean> {
  const rows = await database.query(
    `insert into single_uses (instance_id, purpose, digest, expires_at) values ($1, $2, $3, $4)
     on conflict (instance_id, purpose, digest) do update set expires_at = excluded.expires_at
       where single_uses.expires_at <= $5
     returning 1`,
    [use.instanceId, use.purpose, sha256(use.value), use.expiresAt, use.now],
    'use_once',
  )
  return rows.length > 0
}
