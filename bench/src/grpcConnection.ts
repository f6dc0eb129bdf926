import { connect, type Socket } from 'node:net'
import type { Target } from './httpConnection.ts'

/**
 * One gRPC connection (h2c) with one call at a time, at minimal cost: prebuilt frames over a plain socket. It understands only
 * the responses of this server.
 */
export class GrpcConnection {
  readonly #socket: Socket
  readonly #target: Target
  #received: Buffer = Buffer.alloc(0)
  #stream = 1
  #waiting: { resolve(): void; reject(error: Error): void } | undefined

  private constructor(socket: Socket, target: Target) {
    this.#socket = socket
    this.#target = target
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
    socket.write(opening)
  }

  static open(target: Target): Promise<GrpcConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: target.port })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new GrpcConnection(socket, target))
      })
    })
  }

  /** Prepares a unary call that can be sent repeatedly; `send` sets the stream's number. */
  request(path: string, message: Buffer): Buffer {
    const { port, token } = this.#target
    const block = Buffer.concat([
      Buffer.from([0x83, 0x86]), // :method POST, :scheme http
      literal(4, path),
      literal(1, `localhost:${port}`),
      literal(31, 'application/grpc'),
      literal(23, `Bearer ${token}`),
      literal('te', 'trailers'),
    ])
    return Buffer.concat([
      frame(frameType.headers, flag.endHeaders, block),
      frame(frameType.data, flag.endStream, message),
    ])
  }

  /** Sends the call and waits for its trailers; any status but OK is an error. */
  send(request: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      request.writeUInt32BE(this.#stream, 5)
      request.writeUInt32BE(this.#stream, headSize + request.readUIntBE(0, 3) + 5)
      this.#stream += 2
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    let rest = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    while (rest.length >= headSize) {
      const end = headSize + rest.readUIntBE(0, 3)
      if (rest.length < end) break
      this.#takeFrame(rest[3] ?? 0, rest[4] ?? 0, rest.subarray(headSize, end))
      rest = rest.subarray(end)
    }
    this.#received = rest
  }

  #takeFrame(type: number, flags: number, payload: Buffer): void {
    if (type === frameType.settings && (flags & flag.acknowledged) === 0) {
      this.#socket.write(frame(frameType.settings, flag.acknowledged, Buffer.alloc(0)))
    } else if (type === frameType.reset || type === frameType.goAway) {
      this.#fail(new Error(`the server ended the call: frame ${type}, ${payload.toString('hex')}`))
    } else if (type === frameType.headers && (flags & flag.endStream) !== 0) {
      if (!payload.equals(statusOk)) this.#fail(new Error(`trailers ${payload.toString('hex')}`))
      const { resolve } = this.#waiting ?? {}
      this.#waiting = undefined
      resolve?.()
    }
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}

/** Returns a gRPC frame with a message whose field 1 is the given text, a user's id in all calls. */
export function grpcFrame(text: string): Buffer {
  const value = Buffer.from(text)
  if (value.length > 127) throw new Error('the length must fit one byte')
  const message = Buffer.concat([Buffer.from([0x0a, value.length]), value])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

// RFC 9113 §4.1, §6
const headSize = 9
const frameType = { data: 0, headers: 1, reset: 3, settings: 4, goAway: 7, windowUpdate: 8 } as const
const flag = { acknowledged: 1, endStream: 1, endHeaders: 4 } as const

function frame(type: number, flags: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(headSize)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = type
  head[4] = flags
  return Buffer.concat([head, payload])
}

/** Encodes a header field without indexing (RFC 7541 §6.2.2), with a literal name or one of the static table. */
function literal(name: number | string, value: string): Buffer {
  const index = typeof name === 'string' ? [0] : name < 15 ? [name] : [15, name - 15]
  return Buffer.concat([
    Buffer.from(index),
    typeof name === 'string' ? text(name) : Buffer.alloc(0),
    text(value),
  ])
}

function text(value: string): Buffer {
  if (value.length > 126) throw new Error('the length must fit one byte')
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')])
}

/** Preface, settings (no header table, so that equal trailers have equal bytes; no push) and the largest window. */
const opening = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  frame(frameType.settings, 0, Buffer.from([0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0])),
  frame(frameType.windowUpdate, 0, Buffer.from([0x7f, 0xff, 0, 0])),
])

/** `grpc-status: 0` as nghttp2 writes it without a header table: a literal with a Huffman-coded name. */
const statusOk = Buffer.from('00889acac8b21234da8f0130', 'hex')
