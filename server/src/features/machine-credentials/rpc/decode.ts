import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { userId } from '../../../kernel/ids.ts'
import { accept } from '../../../kernel/refusal.ts'
import { expiryOf } from '../expiry.ts'
import { parsePublicKey } from '../machineKey.ts'
import type { NamedMachine } from '../writes/machine.ts'

interface Named {
  readonly userId: string
}

/** Names the machine of a request whose right is checked in the machine's own organization. */
export function inInstance(request: Named): NamedMachine {
  return { within: 'instance', userId: userId(request.userId) }
}

/** Names the machine of a request that reaches the context organization only. */
export function inContext(request: Named): NamedMachine {
  return { within: 'context', userId: userId(request.userId) }
}

/** Reads the expiry of a new credential; refuses one that is not in the future. */
export function decodeExpiry(
  { expirationDate }: { readonly expirationDate?: Timestamp | undefined },
  now: Date,
): Date {
  return accept(expiryOf(expirationDate, now))
}

/** Reads a new key; without a public key one is generated. */
export function decodeKey(
  request: { readonly expirationDate?: Timestamp | undefined; readonly publicKey: Uint8Array },
  now: Date,
) {
  const expiresAt = decodeExpiry(request, now)
  const publicKey = request.publicKey.length > 0 ? accept(parsePublicKey(request.publicKey)) : undefined
  return { expiresAt, publicKey }
}
