import { HttpConnection, type Target } from './httpConnection.ts'

/** Runs `work` for the numbers from 0 up to `count`, on several connections that each do one thing at a time. */
export async function overConnections(
  target: Target,
  count: number,
  connections: number,
  work: (connection: HttpConnection, number: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const one = async () => {
    const connection = await HttpConnection.open(target.port)
    while (next < count) await work(connection, next++)
    connection.close()
  }
  await Promise.all(Array.from({ length: Math.min(count, connections) }, one))
}
