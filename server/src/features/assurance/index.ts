import type { Feature } from '../manifest.ts'
import { assuranceTasks, lowersSessionsByPolicy } from './lowerSessions.ts'

export { measureImpact } from './measureImpact.ts'

/** What changes of policies mean for people and sessions: measured before, told after. */
export const assurance: Feature = {
  name: 'assurance',
  migrations: [
    {
      name: 'assurance/001-policy-indexes',
      sql: `
        create index user_factors_by_org on user_factors (instance_id, org_id, kind, user_id) where state = 'ready';
        create index user_webauthn_by_org on user_webauthn (instance_id, org_id, kind, user_id) where state = 'ready';
        create index sessions_by_org_with_factor on sessions (instance_id, user_org_id, session_id)
          where totp_checked_at is not null or otp_sms_checked_at is not null or otp_email_checked_at is not null
             or webauthn_kind is not null or webauthn_user_verified;
      `,
    },
  ],
  reactions: [lowersSessionsByPolicy],
  tasks: assuranceTasks,
}
