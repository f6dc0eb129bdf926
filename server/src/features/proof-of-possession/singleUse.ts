import type { Database } from '../../database/database.ts'
import { sha256 } from '../../kernel/crypto/sha256.ts'

/** A value that counts once, until `expiresAt`, after which its own checks refuse it. */
export interface SingleUse {
  readonly instanceId: string
  /** The kind of value, such as `dpop`; equal values of different kinds do not meet. */
  readonly purpose: 'dpop' | 'client_assertion' | 'authorization_assertion'
  readonly value: string
  readonly expiresAt: Date
}

/**
 * Uses a value up for all processes on the database; false if it was used before. Call it after every other check, so that
 * only requests that would succeed leave a row.
 */
export async function useOnce(database: Pick<Database, 'query'>, use: SingleUse): Promise<boolean> {
  const rows = await database.query(
    `insert into single_uses (instance_id, purpose, digest, expires_at) values ($1, $2, $3, $4)
     on conflict do nothing returning 1`,
    [use.instanceId, use.purpose, sha256(use.value), use.expiresAt],
    'use_once',
  )
  return rows.length > 0
}
