import type { Server } from 'node:http'
import type { Http2Server, ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { switchVersion } from './versionSwitch.ts'

const idleTime = 5 * 60_000
/** Milliseconds in which a connection without a request may send one while the server closes. */
const silentTime = 300

/** The open connections of the port; each is passed to the server of its HTTP version. */
export class Connections {
  readonly #front: Server
  readonly #http2: Http2Server
  readonly #sockets = new Set<Socket>()
  readonly #undecided = new Set<Socket>()
  readonly #sessions = new Set<ServerHttp2Session>()

  constructor(front: Server, http2: Http2Server) {
    this.#front = front
    this.#http2 = http2
    http2.on('session', (session) => {
      this.#sessions.add(session)
      session.once('close', () => this.#sessions.delete(session))
      session.setTimeout(idleTime, () => session.close())
    })
  }

  /** Replaces the connection listener of the HTTP/1.1 server, which still receives its connections. */
  route(event: 'connection' | 'secureConnection'): void {
    const http1Listeners = this.#front.listeners(event)
    const toHttp1 = (socket: Socket): void => {
      this.#undecided.delete(socket)
      for (const listener of http1Listeners) listener.call(this.#front, socket)
    }
    const toHttp2 = (socket: Socket): void => {
      this.#undecided.delete(socket)
      socket.allowHalfOpen = false
      this.#http2.emit('connection', socket)
    }
    this.#front.removeAllListeners(event)
    this.#front.on(event, (socket: Socket) => {
      // Node.js keeps the address once it was read: requests of a client that hangs up count against it too.
      if (socket.remoteAddress === undefined) {
        socket.destroy()
        return
      }
      this.#sockets.add(socket)
      this.#undecided.add(socket)
      socket.once('close', () => {
        this.#sockets.delete(socket)
        this.#undecided.delete(socket)
      })
      if (!('alpnProtocol' in socket)) switchVersion(socket, toHttp1, toHttp2)
      else if (socket.alpnProtocol === 'h2') toHttp2(socket)
      else toHttp1(socket)
    })
  }

  /** Stops listening and resolves when every connection has ended; after `timeout` milliseconds the rest is destroyed. */
  async drain(timeout: number): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#front.close(() => resolve())
    })
    const endIdle = (): void => {
      this.#front.closeIdleConnections()
      for (const session of this.#sessions) if (!session.closed) session.close()
    }
    endIdle()
    const again = setInterval(endIdle, 50)
    const cutSilent = setTimeout(() => {
      for (const socket of this.#undecided) socket.destroy()
    }, silentTime)
    const cut = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy()
    }, timeout)
    await closed
    clearInterval(again)
    clearTimeout(cutSilent)
    clearTimeout(cut)
  }
}
