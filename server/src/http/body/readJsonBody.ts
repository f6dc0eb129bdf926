import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { BodyHold } from './bodyBudget.ts'
import type { BodyDemand } from './bodyDemand.ts'
import { decompress } from './decompress.ts'
import { readBody } from './readBody.ts'
import { scanJson } from './scanJson.ts'

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Reads a JSON body, which `JSON.parse` will accept, and waits until the budget allows to decode it. Returns its bytes, none for
 * an empty body.
 */
export async function readJsonBody(
  request: Readable,
  headers: IncomingHttpHeaders,
  hold: BodyHold,
  demand: BodyDemand,
): Promise<Buffer> {
  const sent = await readBody(request, headers, hold, demand)
  if (sent.length === 0) return sent
  const bytes = withoutMark(await decompress(sent, headers['content-encoding'], hold, demand))
  const waits = hold.decode(bytes.length, scanJson(bytes))
  if (waits !== undefined) await waits
  return bytes
}

/** RFC 8259 §8.1 lets readers ignore a byte order mark. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes
}
