import type { Find } from '../../database/batchedFind.ts'
import type { Source } from '../../database/search.ts'
import type { SigningAlgorithm } from './events.ts'
import type { WebKey } from './state.ts'

/** The key that signs; its private half is a secret of the instance's stream. */
export interface SigningKey {
  readonly keyId: string
  readonly alg: SigningAlgorithm
}

/** A key that verifies. */
export interface VerifyingKey extends SigningKey {
  readonly publicJwk: WebKey['publicJwk']
}

/** Returns an SQL expression for the active key of an instance as JSON in the form of `SigningKey`; null if it has none. */
export function signingKeySql(instanceId: string): string {
  return `(select json_build_object('keyId', wk.key_id, 'alg', wk.alg) from web_keys wk
     where wk.instance_id = ${instanceId} and wk.state = 'active' limit 1)`
}

/** Returns an SQL expression for one key of an instance as JSON in the form of `VerifyingKey`; null if it has none with this id. */
export function verifyingKeySql(instanceId: string, keyId: string): string {
  return `(select json_build_object('keyId', wk.key_id, 'alg', wk.alg, 'publicJwk', wk.public_jwk) from web_keys wk
     where wk.instance_id = ${instanceId} and wk.key_id = ${keyId})`
}

/** Returns an SQL expression for the public keys of an instance as the text of a key set (RFC 7517 §5), oldest first. */
export function keySetSql(instanceId: string): string {
  return `(select json_build_object('keys', coalesce(json_agg(
      w.public_jwk || jsonb_build_object('use', 'sig', 'alg', w.alg, 'kid', w.key_id)
      order by w.created_at, w.key_id), '[]'))::text
    from web_keys w where w.instance_id = ${instanceId})`
}

interface Finding {
  readonly find: Find
}

/** Reads the active key of an instance; concurrent reads are batched. */
export async function activeKey({ find }: Finding, instanceId: string): Promise<SigningKey | undefined> {
  const [row] = await find<{ key: SigningKey | null }>(`select ${signingKeySql('$1')} as key`, [instanceId])
  return row?.key ?? undefined
}

/** Reads one key of an instance; concurrent reads are batched. */
export async function keyById(
  { find }: Finding,
  instanceId: string,
  keyId: string,
): Promise<VerifyingKey | undefined> {
  const [row] = await find<{ key: VerifyingKey | null }>(`select ${verifyingKeySql('$1', '$2')} as key`, [
    instanceId,
    keyId,
  ])
  return row?.key ?? undefined
}

/** A row of `web_keys`. */
export interface WebKeyRow {
  readonly key_id: string
  readonly alg: SigningAlgorithm
  readonly state: WebKey['state']
  readonly public_jwk: WebKey['publicJwk']
  readonly created_at: string
  readonly changed_at: string
}

/** Lists the keys of an instance, oldest first; their number is bounded. */
export function listKeys({ find }: Finding, instanceId: string): Promise<WebKeyRow[]> {
  return find<WebKeyRow>(
    `select key_id, alg, state, public_jwk, created_at, changed_at from web_keys
     where instance_id = $1 order by created_at, key_id`,
    [instanceId],
  )
}

/** Lists the instances that have no active key: those that a release before 0.3.0 has made. */
export async function instancesWithoutKey(source: Source): Promise<readonly string[]> {
  const rows = await source.query<{ instance_id: string }>(
    `select instance_id from instances i where not exists
       (select from web_keys w where w.instance_id = i.instance_id and w.state = 'active')
     order by instance_id`,
  )
  return rows.map(({ instance_id }) => instance_id)
}

/** Lists the instances that have keys. */
export async function instancesWithKeys(source: Source): Promise<readonly string[]> {
  const rows = await source.query<{ instance_id: string }>('select distinct instance_id from web_keys')
  return rows.map(({ instance_id }) => instance_id)
}
