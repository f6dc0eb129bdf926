import type { DescMessage, DescMethod, MessageShape } from '@bufbuild/protobuf'
import { aliasOf, convert } from './alias.ts'
import type { Handler, HandlerLookup } from './handlers.ts'
import { olderReplies } from './olderReply.ts'

/** Finds the handler of a method: its own or that of its v2 equivalent, which receives the messages converted by their bytes. */
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
  const converted = new WeakMap<MessageShape<DescMessage>, MessageShape<DescMessage>>()
  const toTwin = (request: MessageShape<DescMessage>) => {
    const known = converted.get(request) ?? convert(method.input, twin.input, request)
    converted.set(request, known)
    return known
  }
  const toOlder = olderReplies(twin.output, method.output)
  const { appendsTo, credentialOf, freshProof, ...traits } = handler.traits ?? {}
  return Object.assign(
    async (request: MessageShape<DescMessage>, call: C) => toOlder(await handler(toTwin(request), call)),
    {
      traits: {
        ...traits,
        ...(appendsTo && { appendsTo: (request: MessageShape<DescMessage>) => appendsTo(toTwin(request)) }),
        ...(credentialOf && {
          credentialOf: (request: MessageShape<DescMessage>) => credentialOf(toTwin(request)),
        }),
        ...(freshProof && {
          freshProof:
            freshProof === 'self'
              ? freshProof
              : (request: MessageShape<DescMessage>) => freshProof(toTwin(request)),
        }),
      },
    },
  )
}
