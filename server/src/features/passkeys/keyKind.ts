/** The use of a WebAuthn key: a second factor, or a passkey that logs in by itself. */
export type KeyKind = 'u2f' | 'passkey'

/** Both kinds, in the order in which a credential is looked up. */
export const keyKinds: readonly KeyKind[] = ['passkey', 'u2f']
