import type { EventBody } from '../../../kernel/facet.ts'
import { contactEvents, humanAdded } from '../events.ts'
import type { Profile } from '../state.ts'

/** How an address enters the log: proved, unproved, or with a code on its way. */
export type ContactProof =
  | { readonly kind: 'verified' }
  | { readonly kind: 'unverified' }
  | {
      readonly kind: 'code'
      readonly secretId: string
      readonly expiresAt: string
      readonly returned: boolean
      readonly urlTemplate?: string
    }

export interface NewHuman {
  readonly username: string
  readonly scope: string
  readonly profile: Profile
  readonly email: { readonly address: string; readonly proof: ContactProof }
  readonly phone?: { readonly number: string; readonly proof: ContactProof }
  /** Events of other features that belong to the creation: password, metadata, TOTP, links. */
  readonly extra?: readonly EventBody[]
}

/** The events that bring a person into being (users notes §9), to be appended at once. */
export function newHumanEvents(human: NewHuman): readonly EventBody[] {
  return [
    humanAdded({
      username: human.username,
      scope: human.scope,
      ...human.profile,
      displayName: human.profile.displayName || `${human.profile.givenName} ${human.profile.familyName}`,
      email: human.email.address,
      ...(human.phone && { phone: human.phone.number }),
    }),
    ...contactProofEvents('email', human.email.proof),
    ...(human.phone ? contactProofEvents('phone', human.phone.proof) : []),
    ...(human.extra ?? []),
  ]
}

/** The event that says how an address was proved, or that a code will prove it. */
export function contactProofEvents(channel: 'email' | 'phone', proof: ContactProof): readonly EventBody[] {
  if (proof.kind === 'unverified') return []
  const { verified, codeAdded } = contactEvents[channel]
  if (proof.kind === 'verified') return [verified()]
  const { kind: _, ...payload } = proof
  return [codeAdded(payload)]
}
