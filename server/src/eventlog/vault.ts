import { randomBytes } from 'node:crypto'
import { batchCalls } from '../database/batchCalls.ts'
import type { Database } from '../database/database.ts'
import { seal, unseal } from '../kernel/crypto/sealing.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'

/** Seals and opens the secrets of streams under a data key per instance, itself sealed under the master key. */
export interface Vault {
  seal(stream: StreamRef, id: string, plain: Uint8Array): Promise<Buffer>
  /** Undefined when the secret does not exist (any more) or belongs to another stream. */
  open(stream: StreamRef, id: string): Promise<Buffer | undefined>
  /** Opens the `sealed` column of a secret that was read by other means. */
  unseal(stream: StreamRef, id: string, sealed: Uint8Array): Promise<Buffer>
  /** Forgets an instance's data key. */
  forget(instanceId: string): void
}

interface SecretRow extends Pick<StreamRow, 'instance_id' | 'stream_type' | 'stream_id'> {
  readonly id: string
  readonly sealed: Buffer
}

interface SecretRef {
  readonly stream: StreamRef
  readonly id: string
}

/** A secret's stream and id as text. */
function secretKey(stream: StreamRef, id: string): string {
  return `${streamKey(stream)}:${id}`
}

/** Opens the vault; throws when the master key is not the one this database's data keys are sealed under. */
export async function openVault(database: Database, masterKey: Uint8Array): Promise<Vault> {
  if (masterKey.length !== 32) throw new Error('the master key must have 32 bytes')
  const keys = new Map<string, Promise<Buffer>>()
  await checkMasterKey(database, masterKey)

  const dataKey = (instanceId: string): Promise<Buffer> => {
    const known = keys.get(instanceId)
    if (known !== undefined) return known
    const wanted = readOrMakeKey(database, masterKey, instanceId)
    keys.set(instanceId, wanted)
    wanted.catch(() => keys.delete(instanceId))
    return wanted
  }
  const ask = batchCalls<SecretRef, Buffer | undefined>({
    size: 128,
    async answer(refs) {
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
    if (key === undefined) throw new Error('the instance of this secret is gone, and its data key with it')
    keys.set(stream.instanceId, Promise.resolve(key))
    return unseal(key, sealed, secretContext(stream, id))
  }
  return {
    async seal(stream, id, plain) {
      return seal(await dataKey(stream.instanceId), plain, secretContext(stream, id))
    },
    async open(stream, id) {
      const sealed = await ask({ stream, id })
      return sealed && open(stream, id, sealed)
    },
    unseal: open,
    forget(instanceId) {
      keys.delete(instanceId)
    },
  }
}

/** Seals every data key again under another master key, in one transaction. Servers need the new key from then on. */
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
    throw new Error("the master key is not the one this database's secrets are sealed under", {
      cause: error,
    })
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
  // Another process may make one at the same time: the first insert wins and both use it.
  await database.query(
    'insert into data_keys (instance_id, wrapped) values ($1, $2) on conflict (instance_id) do nothing',
    [instanceId, seal(masterKey, randomBytes(32), keyContext(instanceId))],
  )
  const made = await readKey(database, masterKey, instanceId)
  if (made === undefined) throw new Error('the data key of an instance vanished while it was made')
  return made
}

function secretContext(stream: StreamRef, id: string): string {
  return JSON.stringify(['secret', stream.instanceId, stream.type, stream.id, id])
}

function keyContext(instanceId: string): string {
  return JSON.stringify(['data-key', instanceId])
}
