import { createHmac, randomBytes } from 'node:crypto'
import { batchCalls } from '../database/batchCalls.ts'
import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import { seal, unseal } from '../kernel/crypto/sealing.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { logKeyContext } from './logKey.ts'
import { MasterKeyError } from './masterKeyError.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'
import type { Finding } from './upkeep.ts'

/** Seals and opens the secrets of streams with one data key per instance, which the master key seals. */
export interface Vault {
  seal(stream: StreamRef, id: string, plain: Uint8Array): Promise<Buffer>
  /** Returns undefined if the secret does not exist or belongs to another stream. */
  open(stream: StreamRef, id: string): Promise<Buffer | undefined>
  /** Opens the `sealed` column of a secret that another statement has read: the same object once. Callers must not change the result. */
  unseal(stream: StreamRef, id: string, sealed: Uint8Array): Promise<Buffer>
  /** Returns the HMAC-SHA-256 of a text under a key that is derived from the instance's data key for this purpose. */
  mac(instanceId: string, purpose: string, text: string): Promise<Buffer>
  /** Removes an instance's data key from the cache. */
  evict(instanceId: string): void
}

interface SecretRow extends Pick<StreamRow, 'instance_id' | 'stream_type' | 'stream_id'> {
  readonly id: string
  readonly sealed: Buffer
}

interface SecretRef {
  readonly stream: StreamRef
  readonly id: string
}

/** A secret that was opened, and what it was sealed for. */
interface OpenedSecret {
  readonly stream: string
  readonly id: string
  readonly plain: Buffer
}

function secretKey(stream: StreamRef, id: string): string {
  return `${streamKey(stream)}:${id}`
}

/** Opens the vault with the database's master key; see `checkMasterKey`. */
export async function openVault(database: Database, masterKey: Uint8Array): Promise<Vault> {
  if (masterKey.length !== 32) throw new Error('the master key must have 32 bytes')
  const keys = new Map<string, Promise<Buffer>>()

  const dataKey = (instanceId: string): Promise<Buffer> => {
    const known = keys.get(instanceId)
    if (known !== undefined) return known
    const loading = readOrMakeKey(database, masterKey, instanceId)
    keys.set(instanceId, loading)
    loading.catch(() => keys.delete(instanceId))
    return loading
  }
  const fetchSealed = batchCalls<SecretRef, Buffer | undefined>({
    size: 128,
    async run(refs) {
      const rows = await database.keyed<SecretRow>(
        'select * from log_secrets($1, $2, $3, $4)',
        [
          refs.map(({ stream }) => stream.instanceId),
          refs.map(({ stream }) => stream.type),
          refs.map(({ stream }) => stream.id),
          refs.map(({ id }) => id),
        ],
        'log_secrets',
      )
      const found = new Map(rows.map((row) => [secretKey(refOf(row), row.id), row.sealed]))
      return refs.map(({ stream, id }) => found.get(secretKey(stream, id)))
    },
  })
  const open = async (stream: StreamRef, id: string, sealed: Uint8Array) => {
    const key = await (keys.get(stream.instanceId) ?? readKey(database, masterKey, stream.instanceId))
    if (key === undefined)
      throw new Error('the instance of this secret was removed together with its data key')
    keys.set(stream.instanceId, Promise.resolve(key))
    return unseal(key, sealed, secretContext(stream, id))
  }
  const opened = new WeakMap<Uint8Array, OpenedSecret>()
  const openOnce = async (stream: StreamRef, id: string, sealed: Uint8Array) => {
    const known = opened.get(sealed)
    if (known?.id === id && keys.has(stream.instanceId) && known.stream === streamKey(stream))
      return known.plain
    const plain = await open(stream, id, sealed)
    opened.set(sealed, { stream: streamKey(stream), id, plain })
    return plain
  }
  return {
    async seal(stream, id, plain) {
      return seal(await dataKey(stream.instanceId), plain, secretContext(stream, id))
    },
    async open(stream, id) {
      const sealed = await fetchSealed({ stream, id })
      return sealed && open(stream, id, sealed)
    },
    unseal: openOnce,
    async mac(instanceId, purpose, text) {
      const key = createHmac('sha256', await dataKey(instanceId))
        .update(`mac:${purpose}`)
        .digest()
      return createHmac('sha256', key).update(text).digest()
    },
    evict(instanceId) {
      keys.delete(instanceId)
    },
  }
}

/** A key that the master key seals: where it is stored, and the context of its seal. */
interface WrappedKey {
  readonly table: 'data_keys' | 'log_keys'
  readonly id: string
  readonly wrapped: Buffer
}

const wrappedKeys = `select 'log_keys' as "table", version::text as id, wrapped from log_keys
  union all select 'data_keys', instance_id, wrapped from data_keys`

function contextOf({ table, id }: WrappedKey): string {
  return table === 'log_keys' ? logKeyContext(Number(id)) : keyContext(id)
}

/**
 * Seals the data keys and the log's key with another master key, in one transaction; from then on servers need the new key.
 * Throws a `MasterKeyError` if one of them cannot be opened.
 */
export async function rotateMasterKey(
  database: Database,
  from: Uint8Array,
  to: Uint8Array,
): Promise<{ rotated: number }> {
  if (to.length !== 32) throw new Error('the master key must have 32 bytes')
  return database.session(async (query) => {
    await query('begin')
    await query('lock table log_keys, data_keys in share row exclusive mode')
    const rows = await query<WrappedKey>(wrappedKeys)
    for (const row of rows) {
      const { table, id } = row
      const column = table === 'log_keys' ? 'version::text' : 'instance_id'
      await query(`update ${table} set wrapped = $2 where ${column} = $1`, [
        id,
        seal(to, opened(from, row), contextOf(row)),
      ])
    }
    await query('commit')
    return { rotated: rows.filter(({ table }) => table === 'data_keys').length }
  })
}

function opened(masterKey: Uint8Array, row: WrappedKey): Buffer {
  try {
    return unseal(masterKey, row.wrapped, contextOf(row))
  } catch (cause) {
    const { table, id } = row
    throw new MasterKeyError(
      `this master key does not open the key ${id} in the table ${table}; run log verify, or restore the row from a backup`,
      { cause },
    )
  }
}

/** Throws a `MasterKeyError` unless the master key opens one of the keys, as single ones may be damaged. */
export async function checkMasterKey(database: Database, masterKey: Uint8Array): Promise<void> {
  const some = await database.query<WrappedKey>(`${wrappedKeys} limit 100`)
  if (some.length === 0) return
  if (some.some((row) => unsealed(masterKey, row.wrapped, contextOf(row)) !== undefined)) return
  throw new MasterKeyError(
    "this master key does not open the database's secrets; start with the key that sealed them (SALLYPORT_MASTERKEY or the file masterkey)",
  )
}

/** Decrypts a value of `seal`; undefined if the key, the context or a single bit differs. */
function unsealed(key: Uint8Array, sealed: Uint8Array, context: string): Buffer | undefined {
  try {
    return unseal(key, sealed, context)
  } catch {
    return undefined
  }
}

/** Checks that secrets can be opened, without returning them. */
export interface SecretAudit {
  /** Reports a secret that does not open. An instance's missing data key is reported once. */
  check(stream: StreamRef, id: string, sealed: Uint8Array): void
}

/** Opens the data keys of all instances inside the current transaction; reports those that do not open. */
export async function openSecretAudit(
  query: Query,
  masterKey: Uint8Array,
  findings: Finding[],
): Promise<SecretAudit> {
  const rows = await query<{ instance_id: string; wrapped: Buffer }>(
    'select instance_id, wrapped from data_keys',
  )
  const keys = new Map(
    rows.map(({ instance_id: instance, wrapped }) => [
      instance,
      unsealed(masterKey, wrapped, keyContext(instance)),
    ]),
  )
  for (const [instance, key] of keys) {
    if (key === undefined) findings.push({ kind: 'data_key_broken', detail: `instance ${instance}` })
  }
  return {
    check(stream, id, sealed) {
      const { instanceId } = stream
      if (!keys.has(instanceId)) {
        keys.set(instanceId, undefined)
        findings.push({ kind: 'data_key_missing', detail: `instance ${instanceId}, which has secrets` })
      }
      const key = keys.get(instanceId)
      if (key !== undefined && unsealed(key, sealed, secretContext(stream, id)) === undefined) {
        findings.push({ kind: 'secret_broken', stream, detail: id })
      }
    },
  }
}

async function readKey(
  database: Database,
  masterKey: Uint8Array,
  instanceId: string,
): Promise<Buffer | undefined> {
  const [row] = await database.query<{ wrapped: Buffer }>(
    'select wrapped from data_keys where instance_id = $1',
    [instanceId],
  )
  return row && unseal(masterKey, row.wrapped, keyContext(instanceId))
}

async function readOrMakeKey(database: Database, masterKey: Uint8Array, instanceId: string): Promise<Buffer> {
  const known = await readKey(database, masterKey, instanceId)
  if (known !== undefined) return known
  // Another process may create one at the same time; both use the one that was inserted first.
  await database.query(
    'insert into data_keys (instance_id, wrapped) values ($1, $2) on conflict (instance_id) do nothing',
    [instanceId, seal(masterKey, randomBytes(32), keyContext(instanceId))],
  )
  const made = await readKey(database, masterKey, instanceId)
  if (made === undefined) throw new Error('the data key of an instance was deleted while it was created')
  return made
}

function secretContext(stream: StreamRef, id: string): string {
  return JSON.stringify(['secret', stream.instanceId, stream.type, stream.id, id])
}

function keyContext(instanceId: string): string {
  return JSON.stringify(['data-key', instanceId])
}
