/** What a WebAuthn key is for: a second factor beside a first one, or a passkey that logs in by itself. */
export type KeyKind = 'u2f' | 'passkey'

/** Both kinds, in the order in which they are looked through. */
export const keyKinds: readonly KeyKind[] = ['passkey', 'u2f']
