import type { Migration } from '../../database/migrate.ts'

const otp = ['otp', 'otp.sms', 'otp.email']

/** The types of events that are counted by day when this was written; a further type needs indexes of its own. */
const countedTypes = [
  'oidc_session.added',
  'user.locked',
  'user.human.password.check.failed',
  ...otp.map((name) => `user.human.mfa.${name}.check.failed`),
  'user.human.mfa.u2f.token.check.failed',
  'user.human.passwordless.token.check.failed',
  'user.human.mfa.recovery_codes.check.failed',
  'user.human.mfa.otp.verified',
  ...otp.slice(1).map((name) => `user.human.mfa.${name}.added`),
  'user.human.mfa.u2f.token.verified',
  'user.human.passwordless.token.verified',
  'user.human.mfa.recovery_codes.added',
  ...[...otp, 'u2f.token', 'recovery_codes'].map((name) => `user.human.mfa.${name}.removed`),
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
