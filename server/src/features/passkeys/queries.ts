import type { Database } from '../../database/database.ts'

/** A passkey as lists show it. */
export interface PasskeyRow {
  readonly factor_id: string
  readonly name: string
}

/** The passkeys of a person, and the organization by which callers may read them; undefined for an unknown user. */
export interface PasskeyList {
  readonly orgId: string | undefined
  readonly rows: readonly PasskeyRow[]
}

/** SQL that selects the kinds of the WebAuthn keys that a user `u` of the instance `i` has registered; none is ever used up. */
export const readyKeyKindsSql =
  "select kind, false as used_up from user_webauthn where instance_id = i.instance_id and user_id = u.user_id and state = 'ready'"

/** SQL for the instants at which a user `u` of the instance `i` added the newest registered key of each kind, as JSON. */
export const newestKeysSql = `(select json_object_agg(k.kind, k.added_at) from (
  select kind, max(added_at) as added_at from user_webauthn
   where instance_id = i.instance_id and user_id = u.user_id and state = 'ready' group by kind) k)`

/** The person's registered passkeys, oldest first. */
export async function listPasskeys(
  database: Pick<Database, 'find'>,
  instanceId: string,
  userId: string,
): Promise<PasskeyList> {
  const rows = await database.find<{ org_id: string; factor_id: string | null; name: string }>(
    `select u.org_id, w.factor_id, w.name from users u
       left join user_webauthn w on w.instance_id = u.instance_id and w.user_id = u.user_id
         and w.kind = 'passkey' and w.state = 'ready'
      where u.instance_id = $1 and u.user_id = $2
      order by w.added_at, w.factor_id`,
    [instanceId, userId],
  )
  const found = rows.flatMap(({ factor_id, name }) => (factor_id === null ? [] : [{ factor_id, name }]))
  return { orgId: rows[0]?.org_id, rows: found }
}

/** Returns whose passkey a credential is; undefined for an unknown one. */
export async function ownerOfPasskey(
  database: Pick<Database, 'query'>,
  instanceId: string,
  credentialId: string,
): Promise<string | undefined> {
  const [row] = await database.query<{ user_id: string }>(
    `select user_id from user_webauthn
      where instance_id = $1 and credential_id = $2 and kind = 'passkey' and state = 'ready'`,
    [instanceId, credentialId],
    'passkeys/owner',
  )
  return row?.user_id
}
