import type { DescMessage, DescMethod, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf'
import type { Traits } from './traits.ts'

/** Serves one method: receives the decoded request and the caller's context, returns the fields of the reply. */
interface TypedHandler<Request, C, Reply> {
  (request: Request, call: C): Promise<Reply>
  readonly traits?: Traits<Request> | undefined
}

/** A handler of any method. */
export type Handler<C> = TypedHandler<MessageShape<DescMessage>, C, MessageInitShape<DescMessage>>

/** The typed handlers of a service by local method name; methods without a handler are refused as UNIMPLEMENTED. */
export type MethodHandlers<S extends DescService, C> = {
  readonly [M in keyof S['method']]?: TypedHandler<
    MessageShape<S['method'][M]['input']>,
    C,
    MessageInitShape<S['method'][M]['output']>
  >
}

/** Adds traits to a handler, which otherwise has none. */
export function method<Request, C, Reply>(
  traits: Traits<NoInfer<Request>>,
  handler: (request: Request, call: C) => Promise<Reply>,
): TypedHandler<Request, C, Reply> {
  return Object.assign((request: Request, call: C) => handler(request, call), { traits })
}

/** The handlers of one feature for one service; several features may share a service. */
export interface HandlerTable<C> {
  readonly service: DescService
  readonly handlers: ReadonlyMap<DescMethod, Handler<C>>
}

/** Finds the handler of a method; undefined if there is none. */
export type HandlerLookup<C> = (method: DescMethod) => Handler<C> | undefined

/** Binds typed handlers to the methods of a service; throws if the service lacks a name. */
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

/** Merges the tables of features; throws if a method has two handlers. */
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
