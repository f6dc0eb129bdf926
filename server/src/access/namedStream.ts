import type { DescMessage, DescMethod, MessageShape } from '@bufbuild/protobuf'
import type { Wanted } from './lookup.ts'

/** The fields by which requests of `user.v2`, `session.v2` and their betas name what they write. */
interface Named {
  readonly sessionId?: string
  readonly userId?: string
  readonly checks?: {
    readonly user?: { readonly search: { readonly case?: string; readonly value?: string } }
  }
}

/** The session or user that a write will load first; undefined when its message does not tell. */
export function namedStream(method: DescMethod, message: MessageShape<DescMessage>): Wanted['stream'] {
  const writes =
    /^zitadel\.(user|session)\.v2/.test(method.parent.typeName) && !/^(get|list)/.test(method.localName)
  if (!writes) return undefined
  const { sessionId, userId, checks } = message as Named
  if (sessionId) return { type: 'session', id: sessionId }
  const search = checks?.user?.search
  const id = userId || (search?.case === 'userId' && search.value)
  return id ? { type: 'user', id } : undefined
}
