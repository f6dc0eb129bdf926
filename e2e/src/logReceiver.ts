import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An event as a target receives it. */
export interface ReceivedEvent {
  readonly position: string
  readonly at: string
  readonly type: string
  readonly streamType: string
  readonly streamId: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly verified: { readonly hash: string; readonly seal: number | null }
}

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly accepted: boolean
}

/** What the receiver does with requests: it replies, or keeps them waiting. */
export type Behaviour =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly after?: number }
  | 'hang'

/** A receiver of events: a real HTTP server on the loopback. */
export interface LogReceiver {
  readonly url: string
  readonly requests: readonly ReceivedRequest[]
  /** The most requests that were open at one time. */
  readonly mostAtOnce: number
  behaviour: Behaviour
  /** The events of the accepted requests, in the order of their arrival. */
  events(): readonly ReceivedEvent[]
  /** Closes the port, with all connections. */
  close(): Promise<void>
  /** Opens the port again. */
  open(): Promise<void>
}

/** Whether a request was signed with the key, as docs/log-targets.md shows receivers. */
export function isGenuine({ headers, body }: ReceivedRequest, key: string): boolean {
  const signature = String(headers['zitadel-signature'])
  const [, time = '', hex = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? []
  const expected = createHmac('sha256', key).update(`${time}.`).update(body).digest()
  return hex !== '' && timingSafeEqual(expected, Buffer.from(hex, 'hex'))
}

/** Reads the lines of a body. */
export function eventsIn(body: string): readonly ReceivedEvent[] {
  return body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** Starts a receiver that accepts everything. */
export async function startLogReceiver(): Promise<LogReceiver> {
  const requests: ReceivedRequest[] = []
  const now = { open: 0, most: 0, behaviour: { status: 204 } as Behaviour }
  let server: Server
  const listen = async (port: number) => {
    server = createServer((request, response) => {
      now.open += 1
      now.most = Math.max(now.most, now.open)
      response.once('close', () => {
        now.open -= 1
      })
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { behaviour } = now
        const accepted = behaviour !== 'hang' && behaviour.status >= 200 && behaviour.status <= 299
        const body = Buffer.concat(chunks).toString()
        requests.push({ path: request.url ?? '', headers: request.headers, body, accepted })
        if (behaviour === 'hang') return
        setTimeout(() => response.writeHead(behaviour.status, behaviour.headers).end(), behaviour.after ?? 0)
      })
    })
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  return {
    url: `http://127.0.0.1:${port}/in`,
    requests,
    get mostAtOnce() {
      return now.most
    },
    get behaviour() {
      return now.behaviour
    },
    set behaviour(behaviour) {
      now.behaviour = behaviour
    },
    events: () => requests.filter(({ accepted }) => accepted).flatMap(({ body }) => eventsIn(body)),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
    open: async () => void (await listen(port)),
  }
}
