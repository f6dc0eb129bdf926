import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { openBodyLimit } from '../../contract/bodyLimit.ts'
import type { BodyHold } from './bodyBudget.ts'
import type { BodyDemand } from './bodyDemand.ts'
import { bodyTooLarge, cancelled } from './bodyRefusals.ts'

/**
 * Reads a whole request body. Rejects with RESOURCE_EXHAUSTED over the limit, with UNAVAILABLE if the process holds too many
 * bodies, and with CANCELED if the client disconnects.
 */
export function readBody(
  request: Readable,
  headers: IncomingHttpHeaders,
  hold: BodyHold,
  { limit, framing = 0, admit }: BodyDemand,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const announced = Number(headers['content-length'])
    if (announced > limit + framing) {
      reject(bodyTooLarge(limit))
      return
    }
    let chunks: Buffer[] | undefined = []
    let size = 0
    let admitted = admit === undefined
    const fail = (reason: unknown): void => {
      chunks = undefined
      reject(reason)
    }
    const admitFirst = (): void => {
      admitted = true
      request.pause()
      admit?.().then(() => request.resume(), failAndDrain)
    }
    const failAndDrain = (reason: unknown): void => {
      fail(reason)
      request.resume()
    }
    hold.onEvicted(fail)
    if (!admitted && announced > openBodyLimit) admitFirst()
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (chunks === undefined) return
      if (size > limit + framing) {
        fail(bodyTooLarge(limit))
        return
      }
      chunks.push(chunk)
      hold.grow(chunk.length)
      if (!admitted && size > openBodyLimit) admitFirst()
    })
    request.once('end', () => {
      hold.complete = true
      if (chunks !== undefined) resolve(joined(chunks))
    })
    request.once('error', fail)
    request.once('close', () => {
      if (!request.readableEnded) fail(cancelled())
    })
  })
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}
