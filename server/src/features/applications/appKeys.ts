import type { Database } from '../../database/database.ts'

/** A key that was added to an app, as long as it is listed; it counts until it expires. */
export interface AppKey {
  readonly keyId: string
  /** SPKI PEM. */
  readonly publicKey: string
  /** ISO 8601. */
  readonly expiresAt: string
}

/** Returns the keys of an app, expired ones too; concurrent calls are batched. */
export async function appKeysOf(
  database: Pick<Database, 'find'>,
  instanceId: string,
  appId: string,
): Promise<readonly AppKey[]> {
  return database.find<{ keyId: string; publicKey: string; expiresAt: string }>(
    `select key_id as "keyId", public_key as "publicKey", expires_at as "expiresAt" from app_keys
      where instance_id = $1 and app_id = $2 order by created_at, key_id`,
    [instanceId, appId],
  )
}
