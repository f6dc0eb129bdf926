import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Code, ConnectError } from '@connectrpc/connect'
import { BodyTooLarge } from './wireError.ts'

/** Reads a whole request body; rejects with `BodyTooLarge` over the limit and with CANCELED if the client disconnects. */
export function readBody(request: Readable, headers: IncomingHttpHeaders, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const announced = Number(headers['content-length'])
    if (announced > limit) {
      reject(new BodyTooLarge(limit))
      return
    }
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else reject(new BodyTooLarge(limit))
    })
    request.once('end', () => resolve(joined(chunks)))
    request.once('error', reject)
    request.once('close', () => {
      if (!request.readableEnded) reject(new ConnectError('the request was cancelled', Code.Canceled))
    })
  })
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}
