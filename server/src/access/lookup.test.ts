import { expect, test } from 'vitest'
import { Premise } from '../eventlog/premise.ts'
import { openLookup } from './lookup.ts'

const question = {
  host: 'id.example',
  instanceId: '',
  publicHost: 'id.example',
  orgId: '',
  tokenId: 't1',
  stream: { type: 'user', id: 'u1' },
}

/** A database that answers with the number of the question, and with the stream that was named. */
function answering() {
  const asked: unknown[] = []
  const lookup = openLookup(async (_sql, values) => {
    const [{ digest, streams }] = JSON.parse(String(values?.[0]))
    asked.push({ digest, streams })
    const row = {
      place: 1,
      name: `answer ${asked.length}`,
      seen: digest ? `digest ${asked.length}` : null,
      streams,
    }
    return [row] as never
  })
  return { lookup, asked }
}

test('an answer is remembered for premises, which claim it; the streams that came with it are not', async () => {
  const { lookup, asked } = answering()
  const first = new Premise()
  expect(await lookup.pat(question, first)).toMatchObject({ name: 'answer 1', streams: [question.stream] })
  expect(first.open).toBe(false)
  const second = new Premise()
  expect(await lookup.pat(question, second)).toMatchObject({ name: 'answer 1', streams: null })
  expect(second).toMatchObject({ open: true, claim: { kind: 'pat', seen: 'digest 1' } })
  expect(JSON.parse(second.claim?.question ?? '')).toMatchObject({ token: 't1', digest: true, streams: [] })
  expect(asked).toHaveLength(1)
})

test('who asks afresh is answered by the database, and what is remembered is renewed', async () => {
  const { lookup } = answering()
  await lookup.pat(question, new Premise())
  const afresh = new Premise({ afresh: true })
  expect(await lookup.pat(question, afresh)).toMatchObject({ name: 'answer 2' })
  expect(afresh.open).toBe(false)
  expect(await lookup.pat(question, new Premise())).toMatchObject({ name: 'answer 2' })
})

test('reads are answered by the database, without a digest', async () => {
  const { lookup, asked } = answering()
  await lookup.pat(question, new Premise())
  expect(await lookup.pat(question, undefined)).toMatchObject({ name: 'answer 2', seen: null })
  expect(await lookup.session(question, new Premise())).toMatchObject({ name: 'answer 3' })
  expect(asked).toMatchObject([{ digest: true }, { digest: false }, { digest: true }])
})
