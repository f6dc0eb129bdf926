import { connect, type Socket } from 'node:net'

/** The response to a request. */
export interface Answer {
  readonly status: number
  /** The body as text. */
  readonly body: string
  /** The header `Location`. */
  readonly location?: string | undefined
}

/**
 * One keep-alive HTTP/1.1 connection with one request at a time, over a plain socket. It understands only the responses of this
 * server, which always have Content-Length.
 *
 * Why no kept generator: the load shares its cores with the server, so its own cost is taken from the result. A request with its answer
 * costs 14 µs of CPU here, 21 in autocannon 9.0.0 and 44 in undici 8.13.1 (medians of five turns on 2026-11-30, 32 connections, a
 * server that answers at once); the server spends about 100 on a small call. autocannon also counts requests, not scenarios of several steps.
 */
export class HttpConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new HttpConnection(socket))
      })
    })
  }

  /** Sends a request of `httpRequest`; rejects if the connection breaks. */
  send(request: Buffer): Promise<Answer> {
    if (this.#socket.destroyed) return Promise.reject(new Error('the server closed the connection'))
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.#received.toString('latin1', 0, headEnd)
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? []
    const end = headEnd + 4 + Number(length ?? 0)
    if (this.#received.length < end) return
    const answer = {
      status: Number(head.slice(9, 12)),
      body: this.#received.toString('utf8', headEnd + 4, end),
      location: /\r\nlocation: ([^\r]*)/i.exec(head)?.[1],
    }
    this.#received = this.#received.subarray(end)
    const { resolve } = this.#waiting ?? {}
    this.#waiting = undefined
    resolve?.(answer)
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}

/** The server's port and the token of the requests. */
export interface Target {
  readonly port: number
  readonly token: string
}

/** Returns the bytes of a request with a JSON body (none for GET and DELETE). */
export function httpRequest(target: Target, method: string, path: string, body?: unknown): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = body === undefined ? '' : 'content-type: application/json\r\n'
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\nhost: localhost:${target.port}\r\nauthorization: Bearer ${target.token}\r\n` +
      `${type}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}

/** Sends a request and returns the body; any status but 2xx is an error that quotes it. */
export async function done(connection: HttpConnection, request: Buffer): Promise<string> {
  const { status, body } = await connection.send(request)
  if (status >= 200 && status <= 299) return body
  throw new Error(`${request.toString('latin1', 0, request.indexOf('\r'))}: ${status} ${body}`)
}

/** Sends a request like `done` and parses the body as JSON. */
export async function call<Reply = Record<string, unknown>>(
  connection: HttpConnection,
  request: Buffer,
): Promise<Reply> {
  return JSON.parse(await done(connection, request)) as Reply
}
