import { isFallback } from '../../access/factorKinds.ts'
import type { EventBody, Facet } from '../../kernel/facet.ts'
import { factorsAdded } from '../sessions/index.ts'
import { userRemoved } from '../users/index.ts'
import { mfaInitSkipped } from './events.ts'

/** The last time that the person put off setting up a second factor; null if never. */
export type MfaInitState = { readonly skippedAt: string | null }

/** Events after which nothing is put off any more. Codes that stand in for a factor come after it. */
const factorAdded = factorsAdded.filter(({ kind }) => !isFallback(kind)).map(({ event }) => event)

/** SQL for the instant at which a user `u` of the instance `i` last put off setting up a factor; null if never. */
export const skippedAtSql = `(select s.skipped_at from mfa_init_skips s
  where s.instance_id = i.instance_id and s.user_id = u.user_id)`

const initial: MfaInitState = { skippedAt: null }

/** Records that a person put off setting up a factor, until any second factor or passkey is set up (factors notes §1.4). */
export const mfaInitFacet: Facet<MfaInitState, EventBody> = {
  name: 'mfaInit',
  streams: ['user'],
  events: [mfaInitSkipped],
  hears: [userRemoved, ...factorAdded],
  initial,
  evolve(state, event) {
    if (event.type === mfaInitSkipped.type) return { skippedAt: event.createdAt }
    return state.skippedAt === null ? state : initial
  },
  rows: ({ skippedAt }, { instanceId, id }) =>
    skippedAt === null
      ? {}
      : { mfa_init_skips: [{ instance_id: instanceId, user_id: id, skipped_at: skippedAt }] },
}
