import { type ClientHttp2Session, connect } from 'node:http2'
import type { Target } from './httpConnection.ts'

/** One gRPC connection (h2c) with hand-framed messages, one call at a time. */
export class GrpcConnection {
  readonly #session: ClientHttp2Session
  readonly #headers: Readonly<Record<string, string>>

  constructor(target: Target) {
    this.#session = connect(`http://localhost:${target.port}`, { settings: { enablePush: false } })
    this.#headers = {
      ':method': 'POST',
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization: `Bearer ${target.token}`,
    }
  }

  /** Calls a unary method and waits for its trailers; any status but OK is an error. */
  send(path: string, frame: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const stream = this.#session.request({ ...this.#headers, ':path': path })
      let status: unknown
      const takeStatus = (headers: Record<string, unknown>) => {
        status = headers['grpc-status'] ?? status
      }
      stream.on('response', takeStatus)
      stream.on('trailers', takeStatus)
      stream.on('data', () => undefined)
      stream.on('error', reject)
      stream.on('end', () => {
        if (status === '0') resolve()
        else reject(new Error(`${path}: grpc-status ${String(status)}`))
      })
      stream.end(frame)
    })
  }

  close(): void {
    this.#session.destroy()
  }
}

/** A gRPC frame around a message whose field 1 is the given text (a user's id in all the calls we make). */
export function grpcFrame(text: string): Buffer {
  const value = Buffer.from(text)
  if (value.length > 127) throw new Error('the length must fit one byte')
  const message = Buffer.concat([Buffer.from([0x0a, value.length]), value])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}
