import type { Call } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { UserId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { codeWrong } from '../commands/registrationCode.ts'
import { type Registration, registerKey, type SentCode, verifyKey } from './registration.ts'

/** The link of a message: whose passkey it adds, and the code that proves that the message was received. */
export interface PasskeyLink {
  readonly userId: UserId
  readonly code: SentCode
}

/**
 * Begins the registration of a passkey by a link. The code is tried and kept, so that a cancelled ceremony can be begun again. A link of
 * nobody is refused like one with a wrong code.
 */
export async function registerByLink(deps: Deps, call: Call, link: PasskeyLink): Promise<Registration> {
  try {
    return await registerKey(deps, call, { ...link, kind: 'passkey', generation: 'v2', keepsCode: true })
  } catch (error) {
    const isUnknown = error instanceof DomainError && error.refusal.kind === 'not_found'
    throw isUnknown ? new DomainError(codeWrong) : error
  }
}

/** Finishes the registration of a passkey by a link, which spends the code in the same append. */
export function verifyByLink(
  deps: Deps,
  call: Call,
  link: PasskeyLink,
  answer: { readonly name: string; readonly credential: unknown },
): Promise<Stream> {
  return verifyKey(deps, call, 'passkey', { ...link, ...answer })
}
