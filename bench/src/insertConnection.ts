import { Socket } from 'node:net'
import pg from 'pg'

/** The table of the limit's inserts, with minimal rows. */
export const insertTable =
  'create table if not exists bench_insert (id text primary key, value text not null)'

const statement = 'insert into bench_insert (id, value) values ($1, $2)'

/**
 * A connection that inserts single durable rows at minimal cost: `pg` connects and prepares, then prebuilt messages are sent on
 * its socket (PostgreSQL manual, "Extended Query": Bind, Execute, Sync).
 */
export class InsertConnection {
  readonly #socket: Socket
  readonly #prefix: string
  #count = 0
  #waiting: { resolve(): void; reject(error: Error): void } | undefined
  #received: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket, prefix: string) {
    this.#socket = socket
    this.#prefix = prefix
    socket.removeAllListeners('data')
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
  }

  static async open(url: string, prefix: string): Promise<InsertConnection> {
    const socket = new Socket()
    const client = new pg.Client({ connectionString: url, stream: () => socket })
    // Closing destroys the client's socket; if the connection is lost earlier, the insert fails.
    client.on('error', () => undefined)
    await client.connect()
    await client.query({ name: 'i', text: statement, values: [`${prefix}-first`, 'x'] })
    return new InsertConnection(socket, prefix)
  }

  /** Inserts one row in a transaction. */
  insert(): Promise<void> {
    const id = Buffer.from(`${this.#prefix}-${this.#count++}`)
    const value = Buffer.from('user.human.otp.email.added')
    const bind = message('B', [
      Buffer.from('\0i\0'),
      int16(0),
      int16(2),
      int32(id.length),
      id,
      int32(value.length),
      value,
      int16(0),
    ])
    const execute = message('E', [Buffer.from('\0'), int32(0)])
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(Buffer.concat([bind, execute, message('S', [])]))
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    let rest = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    while (rest.length >= 5) {
      const length = 1 + rest.readUInt32BE(1)
      if (rest.length < length) break
      const type = String.fromCharCode(rest[0] ?? 0)
      if (type === 'E') this.#waiting?.reject(new Error(rest.toString('utf8', 5, length)))
      if (type === 'Z') this.#waiting?.resolve()
      rest = rest.subarray(length)
    }
    this.#received = rest
  }
}

function message(type: string, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
