import type { Migration } from '../../database/migrate.ts'

/** The table of login policies; readers prefer the organization's row to the instance's. Lifetimes in seconds. */
export const loginPolicyMigrations: readonly Migration[] = [
  {
    name: 'login-policies/001-login-policies',
    sql: `
      create table login_policies (
        instance_id text not null,
        owner text not null,
        is_default boolean not null,
        allow_username_password boolean not null,
        allow_register boolean not null,
        allow_external_idp boolean not null,
        force_mfa boolean not null,
        force_mfa_local_only boolean not null,
        passwordless_allowed boolean not null,
        hide_password_reset boolean not null,
        ignore_unknown_usernames boolean not null,
        allow_domain_discovery boolean not null,
        disable_login_with_email boolean not null,
        disable_login_with_phone boolean not null,
        default_redirect_uri text not null,
        password_check_lifetime double precision not null,
        external_login_check_lifetime double precision not null,
        mfa_init_skip_lifetime double precision not null,
        second_factor_check_lifetime double precision not null,
        multi_factor_check_lifetime double precision not null,
        second_factors text[] not null,
        multi_factors text[] not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, owner, is_default)
      );
    `,
  },
  {
    name: 'login-policies/002-voided-proofs',
    sql: `
      create table voided_proofs (
        instance_id text not null,
        owner text not null,
        proofs jsonb not null,
        under_instance_since timestamptz,
        primary key (instance_id, owner)
      );
    `,
  },
  {
    name: 'login-policies/003-recovery-codes',
    sql: `
      create table login_policy_codes (
        instance_id text not null,
        owner text not null,
        recovery_codes boolean not null,
        primary key (instance_id, owner)
      );
    `,
  },
]
