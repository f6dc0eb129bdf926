import type { EventOf } from '../../../kernel/events.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { composeAll } from '../../../kernel/text/foldText.ts'
import { contactEvents, humanAdded, machineAdded } from '../events.ts'
import type { Profile } from '../state.ts'

/** The proof of a new address: verified already, none, or a code that will prove it. */
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

/** A person to create. */
export interface NewHuman {
  readonly username: string
  readonly scope: string
  readonly profile: Profile
  readonly email: { readonly address: string; readonly proof: ContactProof }
  readonly phone?: { readonly number: string; readonly proof: ContactProof }
  /** Events of other features that are part of the creation: password, TOTP, links. */
  readonly extra?: readonly EventBody[]
}

/** Builds the events that create a person (users notes §9), for one append. */
export function newHumanEvents(human: NewHuman): readonly EventBody[] {
  const profile = composeAll(human.profile)
  return [
    humanAdded({
      username: human.username,
      scope: human.scope,
      ...profile,
      displayName: profile.displayName || `${profile.givenName} ${profile.familyName}`,
      email: human.email.address,
      ...(human.phone && { phone: human.phone.number }),
    }),
    ...contactProofEvents('email', human.email.proof),
    ...(human.phone ? contactProofEvents('phone', human.phone.proof) : []),
    ...(human.extra ?? []),
  ]
}

/** Builds the event that verifies an address or adds a code for it; none for an unverified address. */
export function contactProofEvents(channel: 'email' | 'phone', proof: ContactProof): readonly EventBody[] {
  if (proof.kind === 'unverified') return []
  const { verified, codeAdded } = contactEvents[channel]
  if (proof.kind === 'verified') return [verified()]
  const { kind: _, ...payload } = proof
  return [codeAdded(payload)]
}

/** A machine user to create. */
export type NewMachine = EventOf<typeof machineAdded>['payload']

/** Builds the events that create a machine user. */
export function newMachineEvents(machine: NewMachine): readonly EventBody[] {
  return [machineAdded(composeAll(machine))]
}
