import type { Facet } from '../../kernel/facet.ts'

/** Whether the person put off setting up a second factor, and when last. */
export type MfaInitState = { readonly skippedAt: string | null }

const initial: MfaInitState = { skippedAt: null }

/** Setting up any second factor or passkey ends the putting off (factors notes §1.4). */
const settled = new Set([
  'user.removed',
  'user.human.mfa.otp.verified',
  'user.human.mfa.u2f.token.verified',
  'user.human.passwordless.token.verified',
  'user.human.mfa.otp.sms.added',
  'user.human.mfa.otp.email.added',
])

/** `mfaInitSkipped` of a person; readers of many people find it in `mfa_init_skips`. */
export const mfaInitFacet: Facet<MfaInitState> = {
  name: 'mfaInit',
  streams: ['user'],
  events: {},
  initial,
  evolve(state, event) {
    if (event.type === 'user.human.mfa.init.skipped') return { skippedAt: event.createdAt }
    return state.skippedAt !== null && settled.has(event.type) ? initial : state
  },
  rows: ({ skippedAt }, { instanceId, id }) =>
    skippedAt === null
      ? {}
      : { mfa_init_skips: [{ instance_id: instanceId, user_id: id, skipped_at: skippedAt }] },
}
