import { create, type DescMethod } from '@bufbuild/protobuf'
import { aliasOf, convert } from './alias.ts'
import type { Handler, HandlerLookup } from './handlers.ts'

/** Finds what serves a method: its own handler, or its v2 twin's with the messages carried over by their bytes. */
export function served<C>(lookup: HandlerLookup<C>): HandlerLookup<C> {
  const known = new Map<DescMethod, Handler<C> | undefined>()
  return (method) => {
    if (!known.has(method)) known.set(method, lookup(method) ?? throughTwin(lookup, method))
    return known.get(method)
  }
}

function throughTwin<C>(lookup: HandlerLookup<C>, method: DescMethod): Handler<C> | undefined {
  const twin = aliasOf(method)
  const handler = twin && lookup(twin)
  if (!twin || !handler) return undefined
  return async (request, call) => {
    const reply = await handler(convert(method.input, twin.input, request), call)
    return convert(twin.output, method.output, create(twin.output, reply))
  }
}
