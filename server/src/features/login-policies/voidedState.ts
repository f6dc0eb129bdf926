import { z } from 'zod'
import type { Level } from '../../access/level.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { orgRemoved } from '../organizations/events.ts'

const voided = z.strictObject({
  /** By kind of factor, or `verified_key`: proofs made up to this instant (ISO 8601) count no more. */
  proofs: z.record(z.string(), z.string()),
  /** From this instant on the organization has been under the instance's policy. */
  underInstanceSince: z.string().optional(),
})

const eventOf = <Of extends Level>(level: Of) => defineEvent(`${level}.policy.login.proofs.voided`, voided)

/** A change of a level's policy took kinds of factors away: what sessions had proved by them is void for good. */
export const proofsVoided = { instance: eventOf('instance'), org: eventOf('org') }

/** The instants up to which proofs are void at a level, by kind. */
export type VoidedState = {
  readonly proofs: { readonly [kind in string]: string }
  /** null: always, or it has its own policy. */
  readonly underInstanceSince: string | null
}

const initial: VoidedState = { proofs: {}, underInstanceSince: null }

/** Remembers which proofs policies have voided, so that giving a kind back never raises a session again (ADR 28). */
export const voidedFacet: Facet<VoidedState, EventOf<typeof proofsVoided | typeof orgRemoved>> = {
  name: 'voidedProofs',
  streams: ['instance', 'org'],
  events: Object.values(proofsVoided),
  hears: [orgRemoved],
  initial,
  evolve(state, event) {
    if (event.type === orgRemoved.type) return initial
    const { proofs, underInstanceSince } = event.payload
    return {
      proofs: { ...state.proofs, ...proofs },
      underInstanceSince: underInstanceSince ?? state.underInstanceSince,
    }
  },
  rows: ({ proofs, underInstanceSince }, { instanceId, id }) =>
    Object.keys(proofs).length === 0 && underInstanceSince === null
      ? {}
      : {
          voided_proofs: [
            { instance_id: instanceId, owner: id, proofs, under_instance_since: underInstanceSince },
          ],
        },
}
