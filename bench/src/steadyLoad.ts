import { HttpConnection } from './httpConnection.ts'
import { steadyPace } from './steadyPace.ts'

/** Milliseconds of the replies to a steady load, in the order of size. */
export interface SteadyResult {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

const connections = 8

/**
 * Sends requests at a steady rate, whatever the replies take, and measures from the instant at which each could have been sent: what
 * waits for a connection counts, a timer of the generator that is a millisecond late does not. It sleeps in between, because a
 * generator that waits awake takes half a processor from the server and its database.
 */
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
  const send = async (connection: HttpConnection, ready: number) => {
    await connection.send(request)
    took.push(performance.now() - ready)
    const next = waiting.shift()
    if (next === undefined) free.push(connection)
    else await send(connection, next)
  }
  await steadyPace({ perSecond, seconds }, () => {
    const ready = performance.now()
    const connection = free.pop()
    if (connection === undefined) waiting.push(ready)
    else {
      const sent: Promise<void> = send(connection, ready).finally(() => running.delete(sent))
      running.add(sent)
    }
  })
  await Promise.all(running)
  for (const connection of all) connection.close()
  took.sort((one, other) => one - other)
  const at = (part: number) => took[Math.floor(took.length * part)] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
