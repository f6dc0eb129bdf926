import type { Facet } from '../../kernel/facet.ts'

/** The last event that counts as a change of what reads show of a user (users notes §7). */
export type ChangeState = { readonly at: string; readonly sequence: number }

const initial: ChangeState = { at: '', sequence: 0 }

/** Codes, wrong guesses and logins change nothing that is shown. */
const counting = new Set([
  'user.human.added',
  'user.machine.added',
  'user.machine.changed',
  'user.machine.secret.set',
  'user.machine.secret.removed',
  'user.username.changed',
  'user.domain.claimed',
  'user.locked',
  'user.unlocked',
  'user.deactivated',
  'user.reactivated',
  'user.human.profile.changed',
  'user.human.email.changed',
  'user.human.email.verified',
  'user.human.phone.changed',
  'user.human.phone.verified',
  'user.human.phone.removed',
  'user.human.avatar.added',
  'user.human.avatar.removed',
  'user.human.initialization.code.added',
  'user.human.initialization.check.succeeded',
  'user.human.password.changed',
  'user.human.mfa.otp.added',
  'user.human.mfa.otp.verified',
  'user.human.mfa.otp.removed',
  'user.human.mfa.otp.sms.added',
  'user.human.mfa.otp.sms.removed',
  'user.human.mfa.otp.email.added',
  'user.human.mfa.otp.email.removed',
  'user.human.mfa.u2f.token.added',
  'user.human.mfa.u2f.token.verified',
  'user.human.mfa.u2f.token.removed',
  'user.human.passwordless.token.added',
  'user.human.passwordless.token.verified',
  'user.human.passwordless.token.removed',
])

/** A facet of its own, so that a factor's event leaves the wide `user` state and its row alone; reads take it from the snapshot. */
export const changeFacet: Facet<ChangeState> = {
  name: 'userChange',
  streams: ['user'],
  events: {},
  initial,
  evolve(state, { type, createdAt, sequence }) {
    if (type === 'user.removed') return initial
    return counting.has(type) ? { at: createdAt, sequence } : state
  },
}
