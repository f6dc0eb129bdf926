import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { type DescMessage, type JsonValue, type MessageShape, toJson } from '@bufbuild/protobuf'
import type { InboundCall, Reply } from '../contract/dispatch.ts'
import { operationId } from '../contract/openapi/ownOperations.ts'
import { contractRegistry } from '../contract/services.ts'
import type { Deps } from '../features/manifest.ts'
import { operationAt } from './operationAt.ts'
import type { RestReply } from './testServer.ts'

const folder = process.env['SALLYPORT_TEST_EXAMPLES']
const counts = new Map<string, number>()
const perMethod = 5

/**
 * Writes the first calls of each method that succeed in this process to a file in the folder `SALLYPORT_TEST_EXAMPLES`, as lines
 * of JSON with request and reply. `scripts/examples.ts` makes the examples of the API reference of them.
 */
export function recordExample({ method, message }: InboundCall, reply: Reply): void {
  record(`${method.parent.typeName}.${method.name}`, () => ({
    request: jsonOf(method.input, message),
    reply: jsonOf(method.output, reply.message),
  }))
}

/** Does the same for a request to our own REST API, whose body is the request. A dry run is no example. */
export function recordOperation(
  deps: Deps,
  request: { readonly method: string; readonly path: string; readonly body: unknown },
  { status, json: reply }: RestReply,
): void {
  if (folder === undefined || status !== 200) return
  const operation = operationAt(deps, request.method, request.path)
  if (operation === undefined || typeof reply !== 'object' || reply === null || 'dryRun' in reply) return
  record(operationId(operation.describes), () => ({ request: request.body ?? {}, reply }))
}

function record(name: string, read: () => { readonly request: unknown; readonly reply: unknown }): void {
  const count = counts.get(name) ?? 0
  if (folder === undefined || count >= perMethod) return
  counts.set(name, count + 1)
  const { request, reply } = read()
  if (request === undefined || reply === undefined) return
  appendFileSync(path.join(folder, String(process.pid)), `${JSON.stringify({ name, request, reply })}\n`)
}

/** Returns the JSON form of a message; undefined if it has none, such as an instant out of range. */
function jsonOf(schema: DescMessage, message: MessageShape<DescMessage>): JsonValue | undefined {
  try {
    return toJson(schema, message, { registry: contractRegistry })
  } catch {
    return undefined
  }
}
