import type { StreamName } from '../contract/traits.ts'

/** Returns the stream of the user that a message names by `userId`; undefined if it leaves the field empty. */
export function namedUser({ userId }: { readonly userId?: string }): StreamName | undefined {
  return userId ? { type: 'user', id: userId } : undefined
}

/** Returns the id of the user that a message names by `userId`, for methods that always set or remove a credential. */
export function credentialOfUser({ userId }: { readonly userId: string }): string {
  return userId
}

/** Returns the stream of the session that a message names by `sessionId`; undefined if it leaves the field empty. */
export function namedSession({ sessionId }: { readonly sessionId: string }): StreamName | undefined {
  return sessionId ? { type: 'session', id: sessionId } : undefined
}
