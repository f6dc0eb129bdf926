import { create, type DescMethod, toBinary } from '@bufbuild/protobuf'
import { methodPermission } from '../../server/src/contract/methodPermission.ts'
import { isUnary } from '../../server/src/contract/restRoutes.ts'
import { services } from '../../server/src/contract/services.ts'
import type { Deps } from '../../server/src/features/manifest.ts'
import { handlerLookup } from '../../server/src/product.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'

const lookup = handlerLookup({} as Deps)
const unary = services.flatMap((service) => service.methods.filter(isUnary))

/** Every method that has a handler. */
export const handled = unary.filter((method) => lookup(method) !== undefined)
/** Every method that has no handler yet. */
export const unhandled = unary.filter((method) => lookup(method) === undefined)
/** The handled methods that ask for more than any valid token. */
export const guarded = handled.filter((method) => {
  const { permission = 'authenticated' } = methodPermission(method) ?? {}
  return permission !== 'authenticated'
})

/** The outcome of a raw call; `code` is Connect's name of the status, or `ok`. */
export interface Outcome {
  readonly method: DescMethod
  readonly code: string
  readonly message: string
  /** The reply's bytes; empty after an error. */
  readonly reply: Uint8Array
}

/** `package.Service/Method`, as in the path of an RPC. */
export function nameOf(method: DescMethod): string {
  return `${method.parent.typeName}/${method.name}`
}

/** Whether this is a method of the system service, which instances' tokens never reach. */
export function isSystem(method: DescMethod): boolean {
  return method.parent.typeName === 'zitadel.system.v1.SystemService'
}

/** The bytes of the method's message with no field set. */
export function emptyMessage(method: DescMethod): Uint8Array {
  return toBinary(method.input, create(method.input))
}

/** Calls a method over Connect with the bytes of its message. */
export async function wireCall(
  server: TestServer,
  method: DescMethod,
  message: Uint8Array,
  {
    token,
    headers,
  }: { readonly token?: string | null; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  const response = await fetch(`${server.url}/${nameOf(method)}`, {
    method: 'POST',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token ?? server.adminToken}` }),
      'content-type': 'application/proto',
      ...headers,
    },
    body: new Uint8Array(message),
  })
  if (response.ok) {
    return { method, code: 'ok', message: '', reply: new Uint8Array(await response.arrayBuffer()) }
  }
  const error = (await response.json()) as { readonly code: string; readonly message?: string }
  return { method, code: error.code, message: error.message ?? '', reply: new Uint8Array() }
}

/** Runs the work for every item, eight at a time, and returns the results in order. */
export async function each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const rest = items.entries()
  const worker = async () => {
    for (const [at, item] of rest) results[at] = await work(item)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return results
}

/** Lists the outcomes whose code is none of the expected ones, as `Service/Method: code message`. */
export function unexpected(
  outcomes: readonly Outcome[],
  expected: (method: DescMethod) => readonly string[],
): readonly string[] {
  return outcomes
    .filter(({ method, code }) => !expected(method).includes(code))
    .map(({ method, code, message }) => `${nameOf(method)}: ${code} ${message}`)
}
