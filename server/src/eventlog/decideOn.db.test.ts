import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EventBody } from '../kernel/facet.ts'
import { newId } from '../kernel/ids.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { accountFacet } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { decideOn, decideWith, workOn } from './decideOn.ts'
import { openEventLog } from './index.ts'

const refusal = refuse('sample.refused', 'failed_precondition', 'no')
const writing = { instanceId: 'i1', creator: 'c', now: new Date() }
const tagged = (tag: string): EventBody => ({ type: 'sample.tagged', payload: { tag } })
let sample: SampleLog

beforeAll(async () => {
  sample = await openSampleLog()
})

afterAll(async () => {
  await sample.close()
})

async function account() {
  const ref = { type: 'sample', id: newId() }
  const added: EventBody = { type: 'sample.added', payload: { name: ref.id } }
  await decideOn(sample.log, writing, ref, () => ({ events: [added], owner: 'o' }))
  return ref
}

const load = (id: string) => sample.log.load({ instanceId: 'i1', type: 'sample', id })

describe('decideOn', () => {
  test('appends the decided events and returns the stream after them', async () => {
    const ref = await account()
    const stream = await decideOn(sample.log, writing, ref, (now) => [tagged(String(now.sequence))])
    expect(stream.sequence).toBe(2)
    expect((await load(ref.id)).state(accountFacet).tags).toEqual(['1'])
  })

  test('appends nothing without events, also on a new stream', async () => {
    const stream = await decideOn(sample.log, writing, { type: 'sample', id: newId() }, () => [])
    expect(stream.sequence).toBe(0)
  })

  test('throws a refusal and appends nothing', async () => {
    const ref = await account()
    await expect(decideOn(sample.log, writing, ref, () => refusal)).rejects.toEqual(new DomainError(refusal))
    expect((await load(ref.id)).sequence).toBe(1)
  })

  test('commits the events of a verdict before it throws its refusal', async () => {
    const ref = await account()
    const decided = decideOn(sample.log, writing, ref, () => ({ events: [tagged('wrong')], refusal }))
    await expect(decided).rejects.toEqual(new DomainError(refusal))
    expect((await load(ref.id)).state(accountFacet).tags).toEqual(['wrong'])
  })

  test('decides again when another process wrote to the stream', async () => {
    const ref = await account()
    const other = await openEventLog(sample.options)
    const append = (log: typeof other, tag: string) =>
      decideOn(log, writing, ref, ({ sequence }) => [tagged(`${tag}${sequence}`)])
    await Promise.all([1, 2, 3].flatMap(() => [append(sample.log, 'a'), append(other, 'b')]))
    const { tags } = (await load(ref.id)).state(accountFacet)
    expect(tags.map((tag) => tag.slice(1))).toEqual(['1', '2', '3', '4', '5', '6'])
    await other.close()
  })
})

test('workOn returns the result of the work', async () => {
  const ref = await account()
  const name = await workOn(sample.log, writing, ref, async (stream, tx) => {
    await tx.append(stream, [tagged('x')])
    return stream.state(accountFacet).name
  })
  expect(name).toBe(ref.id)
})

test('decideWith decides again if the second stream changes before the commit', async () => {
  const [ref, second] = [await account(), await account()]
  const other = await openEventLog(sample.options)
  const tagWith = (log: typeof other, own: typeof ref, guarded: typeof ref) =>
    decideWith(log, writing, own, guarded, (_, { sequence }) => [tagged(String(sequence))])
  await Promise.all([tagWith(sample.log, ref, second), tagWith(other, second, ref)])
  const tags = await Promise.all(
    [ref, second].map(async ({ id }) => (await load(id)).state(accountFacet).tags[0]),
  )
  expect(tags.sort()).toEqual(['1', '2'])
  await other.close()
})
