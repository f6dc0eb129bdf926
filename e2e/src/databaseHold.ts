import { expect } from 'vitest'
import { pipelinedLockTimeout } from '../../server/src/database/database.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'

/** A statement that takes locks. */
interface Hold {
  readonly sql: string
  readonly values?: readonly unknown[]
}

/** In ms. A statement in a pipeline gives up after less, and is sent again on a connection of its own. */
const settled = 4 * pipelinedLockTimeout

/** Holds requests to a server at locks of its database, so that they meet in an order of the test's choice. */
export function databaseHold({ testDatabase: { database } }: Pick<TestServer, 'testDatabase'>) {
  // Counts the statements that wait for a lock, and will until they have it.
  const waits = async () => {
    const [row] = await database.query<{ count: number }>(
      `select count(distinct l.pid)::int as count from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where not l.granted and l.waitstart < clock_timestamp() - interval '${settled} ms' and a.datname = current_database()`,
    )
    return row?.count ?? 0
  }
  const patience = { interval: 5, timeout: 10_000 }
  return {
    /**
     * Begins `first`, which must come to wait for the locks, then `second`; releases the locks once the second one has ended or waits as
     * well. Returns both results, and whether the second one waited.
     */
    async whileHeld<First, Second>(
      { sql, values = [] }: Hold,
      first: () => Promise<First>,
      second: () => Promise<Second>,
    ): Promise<readonly [First, Second, waited: boolean]> {
      const blocker = await database.pool.connect()
      try {
        await blocker.query('begin')
        await blocker.query(sql, [...values])
        const one = first()
        await expect.poll(waits, patience).toBe(1)
        let isOver = false
        const two = second().finally(() => {
          isOver = true
        })
        await expect.poll(async () => isOver || (await waits()) > 1, patience).toBe(true)
        const waited = !isOver
        await blocker.query('rollback')
        return [await one, await two, waited]
      } finally {
        await blocker.query('rollback')
        blocker.release()
      }
    },
  }
}
