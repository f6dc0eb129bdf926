import type { DescMessage, DescMethod, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf'

/** Serves one method: the decoded request and the caller's context in, the fields of the reply out. */
export type Handler<C> = (
  request: MessageShape<DescMessage>,
  call: C,
) => Promise<MessageInitShape<DescMessage>>

/** The typed handlers of a service by local method name; what is left out answers UNIMPLEMENTED. */
export type MethodHandlers<S extends DescService, C> = {
  readonly [M in keyof S['method']]?: (
    request: MessageShape<S['method'][M]['input']>,
    call: C,
  ) => Promise<MessageInitShape<S['method'][M]['output']>>
}

/** The handlers that one feature gives to one service; several features may share a service. */
export interface HandlerTable<C> {
  readonly service: DescService
  readonly handlers: ReadonlyMap<DescMethod, Handler<C>>
}

/** Finds the handler of a method; undefined means not built yet. */
export type HandlerLookup<C> = (method: DescMethod) => Handler<C> | undefined

/** Ties typed handlers to their service, so that each sees exactly its method's messages. */
export function implement<S extends DescService, C>(
  service: S,
  methods: MethodHandlers<S, C>,
): HandlerTable<C> {
  const handlers = new Map<DescMethod, Handler<C>>()
  for (const [localName, handler] of Object.entries(methods)) {
    const method = service.method[localName]
    if (method === undefined) throw new Error(`${service.typeName} has no method ${localName}`)
    handlers.set(method, handler as Handler<C>)
  }
  return { service, handlers }
}

/** Merges the features' tables; two handlers for one method are a programming error and throw. */
export function mergeHandlers<C>(tables: readonly HandlerTable<C>[]): HandlerLookup<C> {
  const merged = new Map<DescMethod, Handler<C>>()
  for (const table of tables) {
    for (const [method, handler] of table.handlers) {
      if (merged.has(method)) throw new Error(`${table.service.typeName}/${method.name} has two handlers`)
      merged.set(method, handler)
    }
  }
  return (method) => merged.get(method)
}
