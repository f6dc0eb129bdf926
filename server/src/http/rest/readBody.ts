import { Code, ConnectError } from '@connectrpc/connect'
import type { Request } from '../httpCall.ts'
import { BodyTooLarge } from '../wireError.ts'

/** Reads a whole request body as UTF-8 text; rejects with `BodyTooLarge` over the limit and CANCELED when the client goes away. */
export function readBody(request: Request, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const announced = Number(request.headers['content-length'])
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
    request.once('end', () => resolve(textOf(chunks)))
    request.once('error', reject)
    request.once('close', () => reject(new ConnectError('the request was cancelled', Code.Canceled)))
  })
}

function textOf(chunks: readonly Buffer[]): string {
  const [only] = chunks
  if (only === undefined) return ''
  return (chunks.length === 1 ? only : Buffer.concat(chunks)).toString('utf8')
}
