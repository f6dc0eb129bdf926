import pg from 'pg'
import { call, HttpConnection, httpRequest, type Target } from './httpConnection.ts'
import { median } from './report.ts'
import { seedUsers } from './seedUsers.ts'

/** The median milliseconds of a removal on a long and on a short stream. */
export interface HistoryResult {
  readonly longEvents: number
  readonly shortEvents: number
  readonly longRemoval: number
  readonly shortRemoval: number
}

/**
 * Creates a user with at least `events` events, then removes a factor from this user and from users with about ten events in
 * turns, so that other load of the machine affects both equally.
 */
export async function measureHistory(
  target: Target,
  databaseUrl: string,
  { events, samples }: { readonly events: number; readonly samples: number },
): Promise<HistoryResult> {
  const connection = await HttpConnection.open(target.port)
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const [long = '', ...short] = await seedUsers(target, samples + 1)
    const add = (id: string) => call(connection, httpRequest(target, 'POST', `/v2/users/${id}/otp_email`, {}))
    const remove = (id: string) =>
      call(connection, httpRequest(target, 'DELETE', `/v2/users/${id}/otp_email`))
    for (let length = await sequence(client, long); length < events; length += 2) {
      await add(long)
      await remove(long)
    }
    for (const id of short) while ((await sequence(client, id)) < 8) await add(id).then(() => remove(id))
    // The first turns are not measured: statistics and a checkpoint's page images must not affect one side only.
    await client.query('vacuum analyze streams, events')
    const times = { long: [] as number[], short: [] as number[] }
    const removal = async (id: string, into: number[]) => {
      await add(id)
      const begun = performance.now()
      await remove(id)
      into.push(performance.now() - begun)
    }
    for (const [at, id] of short.entries()) {
      const turns = [() => removal(long, times.long), () => removal(id, times.short)]
      for (const turn of at % 2 === 0 ? turns : turns.reverse()) await turn()
    }
    const settled = Math.floor(samples / 10)
    return {
      longEvents: await sequence(client, long),
      shortEvents: await sequence(client, short[0] ?? ''),
      longRemoval: median(times.long.slice(settled)),
      shortRemoval: median(times.short.slice(settled)),
    }
  } finally {
    connection.close()
    await client.end()
  }
}

async function sequence(client: pg.Client, userId: string): Promise<number> {
  const { rows } = await client.query<{ sequence: number }>(
    `select sequence from streams where stream_type = 'user' and stream_id = $1`,
    [userId],
  )
  return rows[0]?.sequence ?? 0
}
