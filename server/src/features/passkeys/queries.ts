import type { Database } from '../../database/database.ts'

/** A passkey as lists show it. */
export interface PasskeyRow {
  readonly factor_id: string
  readonly org_id: string
  readonly name: string
}

/** SQL that selects the kinds of the WebAuthn keys that a user `u` of the instance `i` has registered. */
export const readyKeyKindsSql =
  "select kind from user_webauthn where instance_id = i.instance_id and user_id = u.user_id and state = 'ready'"

/** The person's registered passkeys, oldest first. */
export function listPasskeys(
  database: Pick<Database, 'query'>,
  instanceId: string,
  userId: string,
): Promise<PasskeyRow[]> {
  return database.query<PasskeyRow>(
    `select factor_id, org_id, name from user_webauthn
      where instance_id = $1 and user_id = $2 and kind = 'passkey' and state = 'ready'
      order by added_at, factor_id`,
    [instanceId, userId],
    'passkeys/list',
  )
}
