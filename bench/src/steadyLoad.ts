import { HttpConnection } from './httpConnection.ts'
import { steadyPace } from './steadyPace.ts'

/** Milliseconds of the replies to a steady load, in the order of size. */
export interface SteadyResult {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

const connections = 8

/** Sends requests at a steady rate, whatever the replies take, and measures from the instant at which each was due. */
export async function steadyLoad(
  port: number,
  path: string,
  {
    perSecond,
    seconds,
    token,
  }: { readonly perSecond: number; readonly seconds: number; readonly token?: string },
): Promise<SteadyResult> {
  const credentials = token === undefined ? '' : `authorization: Bearer ${token}\r\n`
  const request = Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\n${credentials}accept-encoding: gzip\r\n\r\n`,
  )
  const free = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(port)))
  const all = [...free]
  const waiting: number[] = []
  const took: number[] = []
  const running = new Set<Promise<void>>()
  const send = async (connection: HttpConnection, due: number) => {
    await connection.send(request)
    took.push(performance.now() - due)
    const next = waiting.shift()
    if (next === undefined) free.push(connection)
    else await send(connection, next)
  }
  // Asleep while a reply is made: a generator that never sleeps takes a processor from the server and its database.
  await steadyPace({ perSecond, seconds, punctual: true }, (due) => {
    const connection = free.pop()
    if (connection === undefined) waiting.push(due)
    else {
      const sent: Promise<void> = send(connection, due).finally(() => running.delete(sent))
      running.add(sent)
    }
  })
  await Promise.all(running)
  for (const connection of all) connection.close()
  took.sort((one, other) => one - other)
  const at = (part: number) => took[Math.floor(took.length * part)] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
