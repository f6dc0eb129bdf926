import { isSecretOf, secretsTable } from '../../eventlog/joinedReads.ts'
import {
  type StandingFacts,
  standingSql,
  streamsOfToken,
  type TokenRow,
} from '../../features/oidc-sessions/index.ts'
import { type VerifyingKey, verifyingKeySql } from '../../features/web-keys/index.ts'
import { type LookupPart, oneRow } from './lookup.ts'

/** The columns of a token's grant. */
export interface TokenColumns {
  readonly token: TokenRow | null
  readonly token_sealed: Buffer | null
  readonly standing: StandingFacts | null
  /** The key that the header of a JWT names. */
  readonly token_key: VerifyingKey | null
}

/** Reads the grant `t` of a token, its sealed key and the present state of all that it leans on. */
export const tokenPart: LookupPart<'oidc_session_id' | 'web_key_id', TokenColumns> = {
  keys: ['oidc_session_id', 'web_key_id'],
  joins: `${oneRow(
    't',
    `select x.* from oidc_sessions x
        where x.instance_id = i.instance_id and x.oidc_session_id = w.oidc_session_id`,
  )}
    ${oneRow(
      'tk',
      `select x.sealed from ${secretsTable} x where x.instance_id = i.instance_id
        and ${isSecretOf({ streamType: 'oidc_session', streamId: 't.oidc_session_id', id: 't.key_id' })}`,
    )}`,
  columns: {
    token: 'case when t.oidc_session_id is not null then to_json(t) end',
    token_sealed: 'tk.sealed',
    standing: `case when t.oidc_session_id is not null then ${standingSql('t')} end`,
    token_key: `case when w.web_key_id <> '' then ${verifyingKeySql('i.instance_id', 'w.web_key_id')} end`,
  },
  reads: ({ token }) => (token === null ? undefined : streamsOfToken(token)),
}

/** The columns of a personal access token. */
export interface PatColumns {
  readonly pat: {
    readonly user_id: string
    readonly scopes: readonly string[]
    readonly expires_at: string
    readonly created_at: string
    readonly revoked: boolean
    readonly user_status: string | null
    readonly locked_until: string | null
    readonly org_active: boolean
    /** The position of the user's stream at which the token was read. */
    readonly user_sequence: number | null
  } | null
  readonly pat_sealed: Buffer | null
}

/** Reads a personal access token `pt` and its user. */
export const patPart: LookupPart<'pat_id', PatColumns> = {
  keys: ['pat_id'],
  joins: `${oneRow(
    'pt',
    `select x.user_id, x.token_id, x.scopes, x.expires_at, x.created_at, x.revoked, pu.status as user_status, pu.locked_until,
          exists (select from organizations o
            where o.instance_id = x.instance_id and o.org_id = pu.org_id and o.state = 'active') as org_active,
          (select s.sequence from streams s where s.instance_id = x.instance_id and s.stream_type = 'user'
            and s.stream_id = x.user_id) as user_sequence
        from personal_access_tokens x
        left join users pu on pu.instance_id = x.instance_id and pu.user_id = x.user_id
        where x.instance_id = i.instance_id and x.token_id = w.pat_id`,
  )}
    ${oneRow(
      'pk',
      `select x.sealed from ${secretsTable} x where x.instance_id = i.instance_id
        and ${isSecretOf({ streamType: 'user', streamId: 'pt.user_id', id: 'w.pat_id' })}`,
    )}`,
  columns: {
    pat: 'case when pt.user_id is not null then to_json(pt) end',
    pat_sealed: 'pk.sealed',
  },
  reads: ({ pat }) => (pat === null ? undefined : { user: [pat.user_id] }),
}
