import { randomBytes } from 'node:crypto'
import { batchCalls } from '../database/batchCalls.ts'
import type { Database } from '../database/database.ts'
import { seal, unseal } from '../kernel/crypto/sealing.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'

/** The master key does not open the database; the message names the remedy. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
}

/** Seals and opens the secrets of streams with one data key per instance, which the master key seals. */
export interface Vault {
  seal(stream: StreamRef, id: string, plain: Uint8Array): Promise<Buffer>
  /** Returns undefined if the secret does not exist or belongs to another stream. */
  open(stream: StreamRef, id: string): Promise<Buffer | undefined>
  /** Opens the `sealed` column of a secret that another statement has read. */
  unseal(stream: StreamRef, id: string, sealed: Uint8Array): Promise<Buffer>
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

function secretKey(stream: StreamRef, id: string): string {
  return `${streamKey(stream)}:${id}`
}

/** Opens the vault; throws if another master key seals the data keys of this database. */
export async function openVault(database: Database, masterKey: Uint8Array): Promise<Vault> {
  if (masterKey.length !== 32) throw new Error('the master key must have 32 bytes')
  const keys = new Map<string, Promise<Buffer>>()
  await checkMasterKey(database, masterKey)

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
  return {
    async seal(stream, id, plain) {
      return seal(await dataKey(stream.instanceId), plain, secretContext(stream, id))
    },
    async open(stream, id) {
      const sealed = await fetchSealed({ stream, id })
      return sealed && open(stream, id, sealed)
    },
    unseal: open,
    evict(instanceId) {
      keys.delete(instanceId)
    },
  }
}

/** Seals all data keys with another master key, in one transaction; from then on servers need the new key. */
export async function rotateMasterKey(
  database: Database,
  from: Uint8Array,
  to: Uint8Array,
): Promise<{ rotated: number }> {
  if (to.length !== 32) throw new Error('the master key must have 32 bytes')
  return database.session(async (query) => {
    await query('begin')
    const rows = await query<{ instance_id: string; wrapped: Buffer }>(
      'select instance_id, wrapped from data_keys for update',
    )
    for (const { instance_id, wrapped } of rows) {
      const key = unseal(from, wrapped, keyContext(instance_id))
      await query('update data_keys set wrapped = $2 where instance_id = $1', [
        instance_id,
        seal(to, key, keyContext(instance_id)),
      ])
    }
    await query('commit')
    return { rotated: rows.length }
  })
}

async function checkMasterKey(database: Database, masterKey: Uint8Array): Promise<void> {
  const [some] = await database.query<{ instance_id: string; wrapped: Buffer }>(
    'select instance_id, wrapped from data_keys limit 1',
  )
  if (some === undefined) return
  try {
    unseal(masterKey, some.wrapped, keyContext(some.instance_id))
  } catch (error) {
    throw new MasterKeyError(
      "this master key does not open the database's secrets; start with the key that sealed them (SALLYPORT_MASTERKEY or the file masterkey)",
      {
        cause: error,
      },
    )
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
