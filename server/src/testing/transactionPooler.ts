import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import pg from 'pg'

/** A pooler in front of one session of PostgreSQL. */
export interface TransactionPooler {
  /** The URL of the database through the pooler. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts a pooler that gives its one session to one transaction after the other, as pgbouncer does with
 * `pool_mode = transaction` and a pool of one: it replies to the start of a connection by itself, with a process id of its own.
 */
export async function startTransactionPooler(url: string): Promise<TransactionPooler> {
  const backend = new pg.Client({ connectionString: url })
  backend.on('error', () => undefined) // `close` destroys its socket
  await backend.connect()
  const session = (backend as unknown as { connection: { stream: Socket } }).connection.stream
  session.removeAllListeners('data')
  let turn: Promise<unknown> = Promise.resolve()
  const server = createServer((client) => {
    client.on('error', () => undefined)
    serve(client, (work) => {
      turn = turn.then(() => exchange(session, work, client))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = new URL(url)
  const { port } = server.address() as AddressInfo
  return {
    url: `postgres://${address.username}:x@127.0.0.1:${port}${address.pathname}?sslmode=disable`,
    async close() {
      server.close()
      session.destroy()
    },
  }
}

/** Greets a client, then passes each of its transactions on: the messages up to Query or Sync. */
function serve(client: Socket, pass: (messages: Buffer) => void): void {
  let received = Buffer.alloc(0)
  let started = false
  let pending: Buffer[] = []
  client.on('data', (data: Buffer) => {
    received = Buffer.concat([received, data])
    while (received.length >= 5) {
      const size = started ? received.readInt32BE(1) + 1 : received.readInt32BE(0)
      if (received.length < size) return
      const message = received.subarray(0, size)
      received = received.subarray(size)
      if (!started) {
        started = true
        client.write(greeting)
        continue
      }
      const kind = String.fromCharCode(message[0] ?? 0)
      if (kind === 'X') {
        client.end()
        return
      }
      pending.push(message)
      if (kind !== 'Q' && kind !== 'S') continue
      pass(Buffer.concat(pending))
      pending = []
    }
  })
}

/** Sends messages to the session and its replies to the client, up to ReadyForQuery outside a transaction. */
function exchange(session: Socket, messages: Buffer, client: Socket): Promise<void> {
  return new Promise((resolve) => {
    let reply = Buffer.alloc(0)
    const take = (data: Buffer) => {
      client.write(data)
      reply = Buffer.concat([reply, data])
      while (reply.length >= 5 && reply.length >= reply.readInt32BE(1) + 1) {
        const ready = reply[0] === 0x5a
        reply = reply.subarray(reply.readInt32BE(1) + 1)
        if (!ready) continue
        session.off('data', take)
        resolve()
        return
      }
    }
    session.on('data', take)
    session.write(messages)
  })
}

function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(kind)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const authenticationOk = message('R', Buffer.alloc(4))
const backendKeyData = message('K', Buffer.from([0, 0, 0, 7, 0, 0, 0, 7]))
const greeting = Buffer.concat([authenticationOk, backendKeyData, message('Z', Buffer.from('I'))])
