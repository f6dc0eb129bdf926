import type { Migration } from '../../database/migrate.ts'

/** Device authorizations by user code, and by expiry for their removal. */
export const deviceAuthorizationMigrations: readonly Migration[] = [
  {
    name: 'device-authorizations/001-device-authorizations',
    sql: `
      create table device_authorizations (
        instance_id text not null,
        device_authorization_id text not null,
        client_id text not null,
        code_id text not null,
        user_code_mac text,
        expires_at timestamptz not null,
        primary key (instance_id, device_authorization_id)
      );
      create unique index device_authorizations_by_user_code on device_authorizations (instance_id, user_code_mac)
        where user_code_mac is not null;
      create index device_authorizations_by_expiry on device_authorizations (expires_at);
    `,
  },
]
