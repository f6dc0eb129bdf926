import type { Migration } from '../../database/migrate.ts'

/** The index of sessions: read by every request with a session token, searched, and walked when a user loses a factor. */
export const sessionMigrations: readonly Migration[] = [
  {
    name: 'sessions/001-sessions',
    sql: `
      create table sessions (
        instance_id text not null,
        session_id text not null,
        user_id text,
        user_org_id text,
        token_id text,
        expires_at timestamptz,
        user_agent_id text,
        user_agent jsonb,
        user_checked_at timestamptz,
        password_checked_at timestamptz,
        intent_checked_at timestamptz,
        totp_checked_at timestamptz,
        otp_sms_checked_at timestamptz,
        otp_email_checked_at timestamptz,
        webauthn_checked_at timestamptz,
        webauthn_user_verified boolean not null,
        webauthn_device_bound boolean not null,
        webauthn_kind text,
        webauthn_token_id text,
        otp_sms_challenged boolean not null,
        otp_email_challenged boolean not null,
        metadata jsonb not null,
        creator text not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, session_id)
      );
      create index sessions_by_user on sessions (instance_id, user_id);
      create index sessions_by_creator on sessions (instance_id, creator);
      create index sessions_by_user_agent on sessions (instance_id, user_agent_id) where user_agent_id is not null;
      create index sessions_by_creation on sessions (instance_id, created_at, session_id);
    `,
  },
  {
    // A lost factor is looked for on every removal: the cost must grow with the sessions that lean on it, not with all.
    name: 'sessions/002-by-factor',
    sql: `
      create index sessions_by_user_totp on sessions (instance_id, user_id) where totp_checked_at is not null;
      create index sessions_by_user_otp_sms on sessions (instance_id, user_id)
        where otp_sms_checked_at is not null or otp_sms_challenged;
      create index sessions_by_user_otp_email on sessions (instance_id, user_id)
        where otp_email_checked_at is not null or otp_email_challenged;
      create index sessions_by_user_webauthn on sessions (instance_id, user_id) where webauthn_checked_at is not null;
    `,
  },
]
