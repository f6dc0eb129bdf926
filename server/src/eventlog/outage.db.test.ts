import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { DomainError } from '../kernel/refusal.ts'
import { accountFacet } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import type { OpenEventLog } from './index.ts'

let sample: SampleLog
let log: OpenEventLog

beforeAll(async () => {
  sample = await openSampleLog()
  log = sample.log
})

afterAll(() => sample.close())

const ref = { type: 'sample', id: 'one' }

const tagWith = (tag: string) =>
  log.transact({ instanceId: 'i1', creator: 'tester', now: new Date() }, ref, async (tx) => {
    const stream = await tx.load(ref)
    await tx.append(stream, [{ type: 'sample.tagged', payload: { tag } }], { owner: 'org1' })
  })

test('broken connections lose no committed write, and the log continues', async () => {
  const committed: string[] = []
  const failures: unknown[] = []
  const write = async (writer: number) => {
    for (let at = 0; failures.length < 3; at++) {
      const tag = `${writer}.${at}`
      await tagWith(tag).then(
        () => committed.push(tag),
        (error: unknown) => failures.push(error),
      )
    }
  }
  const killer = openDatabase({ url: sample.db.url, max: 1 })
  const kill = async () => {
    while (failures.length < 3) {
      await killer.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      )
    }
  }
  await Promise.all([kill(), ...[1, 2, 3, 4].map(write)])
  await killer.close()
  for (const failure of failures) {
    expect(failure).toBeInstanceOf(DomainError)
    expect(failure).toMatchObject({ refusal: { code: 'database.unavailable', kind: 'unavailable' } })
  }
  await vi.waitFor(() => tagWith('healed'), { timeout: 30_000 })
  const { tags } = (await log.load({ instanceId: 'i1', ...ref })).state(accountFacet)
  expect(tags).toEqual(expect.arrayContaining([...committed, 'healed']))
  expect((await log.verify()).findings).toEqual([])
})
