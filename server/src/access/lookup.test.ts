import { expect, test } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { Premise } from '../eventlog/premise.ts'
import { orgId } from '../kernel/ids.ts'
import { credentialKinds, lookupParts } from '../product.ts'
import { type Look, openLookup } from './lookup.ts'
import { mergeLookupParts } from './lookupParts.ts'

const kinds = credentialKinds(loadConfig({ environment: {} }))
const question = {
  host: 'id.example',
  instanceId: '',
  publicHost: 'id.example',
  orgId: orgId(''),
  credential: 't1',
  stream: { type: 'user', id: 'u1' },
}

/** A database whose rows carry the number of the question, and the stream that was named. */
function openCounted() {
  const asked: unknown[] = []
  const { credentials } = openLookup(
    async (_sql, values) => {
      const [{ digest, streams }] = JSON.parse(String(values?.[0]))
      asked.push({ digest, streams })
      const row = {
        place: 1,
        name: `row ${asked.length}`,
        seen: digest ? `digest ${asked.length}` : null,
        streams,
      }
      return [row] as never
    },
    lookupParts,
    kinds,
  )
  const pat = credentials.get('pat') as Look
  const session = credentials.get('session') as Look
  return { pat, session, asked }
}

test('a row is cached for premises, which claim it; the streams that came with it are not', async () => {
  const { pat, asked } = openCounted()
  const first = new Premise()
  expect(await pat(question, first)).toMatchObject({ name: 'row 1', streams: [question.stream] })
  expect(first.open).toBe(false)
  const second = new Premise()
  expect(await pat(question, second)).toMatchObject({ name: 'row 1', streams: null })
  expect(second).toMatchObject({ open: true, claim: { kind: 'pat', seen: 'digest 1' } })
  expect(JSON.parse(second.claim?.question ?? '')).toMatchObject({
    credential: 't1',
    digest: true,
    streams: [],
  })
  expect(asked).toHaveLength(1)
})

test('a second try reads from the database and refreshes the cache', async () => {
  const { pat } = openCounted()
  await pat(question, new Premise())
  const afresh = new Premise({ afresh: true })
  expect(await pat(question, afresh)).toMatchObject({ name: 'row 2' })
  expect(afresh.open).toBe(false)
  expect(await pat(question, new Premise())).toMatchObject({ name: 'row 2' })
})

test('reads go to the database, without a digest; each kind has a cache of its own', async () => {
  const { pat, session, asked } = openCounted()
  await pat(question, new Premise())
  expect(await pat(question, undefined)).toMatchObject({ name: 'row 2', seen: null })
  expect(await session(question, new Premise())).toMatchObject({ name: 'row 3' })
  expect(asked).toMatchObject([{ digest: true }, { digest: false }, { digest: true }])
})

test('a missing part and two kinds of one name are refused at start', () => {
  expect(() => mergeLookupParts([{ memberships: 'null' }])).toThrow('a part of the look-up is missing')
  expect(() => openLookup(async () => [], lookupParts, [...kinds, ...kinds])).toThrow('are called pat')
})
