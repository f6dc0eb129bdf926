import { z } from 'zod'
import type { KeyKind } from './keyKind.ts'

/** All bytes (challenges, credential ids, public keys) are base64url without padding. */
const bytes = z.string().regex(/^[\w-]+$/)

/** A registration was begun. The challenge is a public nonce that expires and is used once. */
const tokenAdded = z.strictObject({
  tokenId: z.string(),
  challenge: bytes,
  rpId: z.string(),
  /** The only origin that may answer; null when any origin of the relying party may (registrations by v2). */
  origin: z.string().nullable(),
  expiresAt: z.string(),
})

/** A registration was finished: what its authenticator said of itself. */
const tokenVerified = z.strictObject({
  tokenId: z.string(),
  name: z.string(),
  credentialId: bytes,
  /** COSE key; not secret. */
  publicKey: bytes,
  signCount: z.number().int().nonnegative(),
  aaguid: z.string(),
  /** True for keys that may be synced between devices (BE), and whether it was (BS). */
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
  userVerified: z.boolean(),
  transports: z.array(z.string()),
  attestationFormat: z.string(),
})

const tokenRemoved = z.strictObject({ tokenId: z.string() })
const signCountChanged = z.strictObject({
  tokenId: z.string(),
  signCount: z.number().int().nonnegative(),
  backedUp: z.boolean(),
})
/** The counter did not grow: the key may have been copied. */
const checkFailed = z.strictObject({
  tokenId: z.string(),
  reason: z.literal('sign_count'),
  signCount: z.number().int().nonnegative(),
})

/** What happens to the keys of a kind, by the last part of the public event name. */
export interface KeyEvents {
  readonly added: z.infer<typeof tokenAdded>
  readonly verified: z.infer<typeof tokenVerified>
  readonly removed: z.infer<typeof tokenRemoved>
  readonly 'signcount.changed': z.infer<typeof signCountChanged>
  readonly 'check.failed': z.infer<typeof checkFailed>
}

const prefixes: Readonly<Record<KeyKind, string>> = {
  u2f: 'user.human.mfa.u2f.token',
  passkey: 'user.human.passwordless.token',
}

/** The public schemas of the events of one kind. */
export function keyEventSchemas(kind: KeyKind) {
  return {
    [`${prefixes[kind]}.added`]: tokenAdded,
    [`${prefixes[kind]}.verified`]: tokenVerified,
    [`${prefixes[kind]}.removed`]: tokenRemoved,
    [`${prefixes[kind]}.signcount.changed`]: signCountChanged,
    [`${prefixes[kind]}.check.failed`]: checkFailed,
  }
}

/** An event of a key under its public name. */
export function keyEvent<Name extends keyof KeyEvents>(kind: KeyKind, name: Name, payload: KeyEvents[Name]) {
  return { type: `${prefixes[kind]}.${name}`, payload }
}

/** The last part of a public event name when the event is about keys of this kind. */
export function keyEventName(kind: KeyKind, type: string): keyof KeyEvents | undefined {
  const prefix = `${prefixes[kind]}.`
  return type.startsWith(prefix) ? (type.slice(prefix.length) as keyof KeyEvents) : undefined
}

const codeIssued = z.strictObject({
  codeId: z.string(),
  secretId: z.string(),
  expiresAt: z.string(),
})
const codeNamed = z.strictObject({ codeId: z.string() })

const codePrefix = 'user.human.passwordless.initialization.code'

/** Events of registration codes: `added` ones work at once, `requested` ones when they were sent. */
export const codeEventTypes = {
  added: `${codePrefix}.added`,
  requested: `${codePrefix}.requested`,
  sent: `${codePrefix}.sent`,
  succeeded: `${codePrefix}.check.succeeded`,
  failed: `${codePrefix}.check.failed`,
} as const

/** The public schemas of those events; the plain code is a sealed secret of the user. */
export const codeEvents = {
  [codeEventTypes.added]: codeIssued,
  [codeEventTypes.requested]: codeIssued.extend({ urlTemplate: z.string().optional() }),
  [codeEventTypes.sent]: codeNamed,
  [codeEventTypes.succeeded]: codeNamed,
  /** Without an id when the code that was tried does not exist. */
  [codeEventTypes.failed]: codeNamed.partial(),
}
