import type { Migration } from '../../database/migrate.ts'

/** The columns of `user_factors` and the credential's id: one authenticator's credential is registered once. */
export const passkeyMigrations: readonly Migration[] = [
  {
    name: 'passkeys/001-user-webauthn',
    sql: `
      create table user_webauthn (
        instance_id text not null,
        user_id text not null,
        kind text not null,
        factor_id text not null,
        org_id text not null,
        state text not null,
        name text not null,
        rp_id text,
        added_at timestamptz not null,
        credential_id text,
        primary key (instance_id, user_id, kind, factor_id)
      );
      create unique index user_webauthn_credential_unique on user_webauthn (instance_id, credential_id)
        where credential_id is not null;
    `,
  },
]
