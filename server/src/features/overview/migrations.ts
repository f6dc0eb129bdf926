import type { Migration } from '../../database/migrate.ts'

/** The types of events that are counted by day when this was written; a further type needs indexes of its own. */
const countedTypes = [
  'oidc_session.added',
  'user.locked',
  ...['password.check', 'mfa.otp.check', 'mfa.otp.sms.check', 'mfa.otp.email.check'].map(
    (name) => `user.human.${name}.failed`,
  ),
  'user.human.mfa.u2f.token.check.failed',
  'user.human.passwordless.token.check.failed',
  'user.human.mfa.recovery_codes.check.failed',
  'user.human.mfa.otp.verified',
  'user.human.mfa.otp.sms.added',
  'user.human.mfa.otp.email.added',
  'user.human.mfa.u2f.token.verified',
  'user.human.passwordless.token.verified',
  'user.human.mfa.recovery_codes.added',
  ...['otp', 'otp.sms', 'otp.email', 'u2f.token', 'recovery_codes'].map(
    (name) => `user.human.mfa.${name}.removed`,
  ),
  'user.human.passwordless.token.removed',
]
const isCounted = `type in (${countedTypes.map((type) => `'${type}'`).join(', ')})`

/** Indexes for counting events by day, in an instance and in one organization. */
export const overviewMigrations: readonly Migration[] = [
  {
    name: 'overview/001-counted-events',
    sql: `
      create index events_counted on events (instance_id, created_at) include (type) where ${isCounted};
      create index events_counted_by_owner on events (instance_id, owner, created_at) include (type) where ${isCounted};
    `,
  },
]
