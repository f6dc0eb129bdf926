import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { type DescMessage, type JsonValue, type MessageShape, toJson } from '@bufbuild/protobuf'
import type { InboundCall, Reply } from '../contract/dispatch.ts'
import { contractRegistry } from '../contract/services.ts'

const counts = new Map<string, number>()
const perMethod = 5

/**
 * Writes the first calls of each method that succeed in this process to a file in the folder `SALLYPORT_TEST_EXAMPLES`, as lines
 * of JSON with request and reply. `scripts/examples.ts` makes the examples of the API reference of them.
 */
export function recordExample(call: InboundCall, reply: Reply): void {
  const folder = process.env['SALLYPORT_TEST_EXAMPLES']
  if (folder === undefined) return
  const { method } = call
  const name = `${method.parent.typeName}.${method.name}`
  const count = counts.get(name) ?? 0
  if (count >= perMethod) return
  counts.set(name, count + 1)
  const line = {
    name,
    request: jsonOf(method.input, call.message),
    reply: jsonOf(method.output, reply.message),
  }
  if (line.request === undefined || line.reply === undefined) return
  appendFileSync(path.join(folder, String(process.pid)), `${JSON.stringify(line)}\n`)
}

/** Returns the JSON form of a message; undefined if it has none, such as an instant out of range. */
function jsonOf(schema: DescMessage, message: MessageShape<DescMessage>): JsonValue | undefined {
  try {
    return toJson(schema, message, { registry: contractRegistry })
  } catch {
    return undefined
  }
}
