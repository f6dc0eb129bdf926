import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountFacet } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type OpenEventLog, openEventLog } from './index.ts'

let opened: SampleLog
let log: OpenEventLog
let other: OpenEventLog

beforeAll(async () => {
  opened = await openSampleLog()
  log = opened.log
  other = await openEventLog(opened.options)
})

afterAll(async () => {
  await other.close()
  await opened.close()
})

const sample = (id: string) => ({ type: 'sample', id })
const writing = { instanceId: 'i1', creator: 'tester', now: new Date() }

function add(id: string) {
  return log.transact(writing, sample(id), async (tx) => {
    const events = [{ type: 'sample.added', payload: { name: id } }]
    await tx.append(await tx.load(sample(id)), events, { owner: 'org1' })
  })
}

/** Creates a barrier that opens when `count` callers have arrived, and stays open. */
function gate(count: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  let arrived = 0
  return async () => {
    if (++arrived === count) resolve()
    await promise
  }
}

test.each(['one process', 'two processes'])('a guard makes the loser decide again, in %s', async (where) => {
  const [left, right] = [`left of ${where}`, `right of ${where}`]
  await add(left)
  await add(right)
  const bothLoaded = gate(2)
  // Each may be removed only while the other exists; without guards both would be removed.
  const removeUnlessLast = (own: string, rest: string, on: OpenEventLog) =>
    on.transact(writing, sample(own), async (tx) => {
      const [mine, theirs] = await tx.loadAll([sample(own), sample(rest)])
      await bothLoaded()
      if (!mine || !theirs || theirs.state(accountFacet).name === undefined) return 'refused'
      tx.guard(theirs)
      await tx.append(mine, [{ type: 'sample.closed', payload: {} }])
      return 'removed'
    })
  const second = where === 'one process' ? log : other
  const outcomes = await Promise.all([
    removeUnlessLast(left, right, log),
    removeUnlessLast(right, left, second),
  ])
  expect(outcomes.map(({ result }) => result).sort()).toEqual(['refused', 'removed'])
})
