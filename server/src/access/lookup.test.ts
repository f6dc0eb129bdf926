import { expect, test } from 'vitest'
import { loadConfig } from '../config/config.ts'
import type { Query } from '../database/query.ts'
import { CacheUse } from '../eventlog/cacheUse.ts'
import type { Read } from '../eventlog/keptReads.ts'
import { orgId } from '../kernel/ids.ts'
import { credentialKinds, lookupParts } from '../product.ts'
import { type FindCredential, openLookup } from './lookup.ts'
import { mergeLookupParts } from './lookupParts.ts'

const kinds = credentialKinds(loadConfig({ environment: {} }))
const key = {
  host: 'id.example',
  instanceId: '',
  publicHost: 'id.example',
  orgId: orgId(''),
  credential: 't1',
  stream: { type: 'user', id: 'u1' },
}

/** Opens a look-up whose rows have the number of their statement and the streams of its key. */
function openCounted() {
  const keys: unknown[] = []
  const query: Query = async (_sql, values) => {
    const [{ with_digest, streams }] = JSON.parse(String(values?.[0]))
    keys.push({ with_digest, streams })
    const row = {
      ordinal: 1,
      name: `row ${keys.length}`,
      digest: with_digest ? `digest ${keys.length}` : null,
      streams,
      instance_id: 'i1',
      user_id: 'u1',
      session_id: null,
      public_host_known: true,
      org_known: true,
    }
    return [row] as never
  }
  const confirmed: { readonly key: string; readonly from: unknown }[] = []
  const confirm: Read = async ({ key: name, load, readFrom }) => {
    const value = await load()
    confirmed.push({ key: name, from: readFrom(value) })
    return value
  }
  const { credentials } = openLookup({ query, confirm }, lookupParts, kinds)
  const pat = credentials.get('pat') as FindCredential
  const session = credentials.get('session') as FindCredential
  return { pat, session, keys, confirmed }
}

test('a cached row is named by the cache use; its streams are not cached', async () => {
  const { pat, keys } = openCounted()
  const first = new CacheUse()
  expect(await pat(key, first)).toMatchObject({ name: 'row 1', streams: [key.stream] })
  expect(first.unconfirmed).toBe(false)
  const second = new CacheUse()
  expect(await pat(key, second)).toMatchObject({ name: 'row 1', streams: null })
  expect(second).toMatchObject({ unconfirmed: true, read: { kind: 'pat', digest: 'digest 1' } })
  expect(JSON.parse(second.read?.parameters ?? '')).toMatchObject({
    credential: 't1',
    with_digest: true,
    streams: [],
  })
  expect(keys).toHaveLength(1)
})

test('a second try reads from the database and refreshes the cache', async () => {
  const { pat } = openCounted()
  await pat(key, new CacheUse())
  const bypass = new CacheUse({ bypass: true })
  expect(await pat(key, bypass)).toMatchObject({ name: 'row 2' })
  expect(bypass.unconfirmed).toBe(false)
  expect(await pat(key, new CacheUse())).toMatchObject({ name: 'row 2' })
})

test('reads go to the database, without a digest; each kind has a cache of its own', async () => {
  const { pat, session, keys } = openCounted()
  await pat(key, new CacheUse())
  expect(await pat(key, undefined)).toMatchObject({ name: 'row 2', digest: null })
  expect(await session(key, new CacheUse())).toMatchObject({ name: 'row 3' })
  expect(keys).toMatchObject([{ with_digest: true }, { with_digest: false }, { with_digest: true }])
})

test('a read of a request that names no stream may be confirmed by the log, with the streams of its people', async () => {
  const { pat, session, confirmed } = openCounted()
  await pat(key, undefined)
  expect(confirmed).toEqual([])
  const { stream: _, ...plain } = key
  await pat(plain, undefined)
  await session(plain, undefined)
  expect(confirmed).toMatchObject([
    { from: { instanceId: 'i1', byId: { user: ['u1'], session: [] } } },
    { from: undefined },
  ])
  await pat(plain, new CacheUse())
  expect(confirmed).toHaveLength(2)
})

test('a missing part and two kinds of one name are refused at start', () => {
  expect(() => mergeLookupParts([{ memberships: 'null' }])).toThrow('a part of the look-up is missing')
  const on = { query: async () => [], confirm: async () => Promise.reject(new Error('it is not read')) }
  expect(() => openLookup(on, lookupParts, [...kinds, ...kinds])).toThrow('are named pat')
})
