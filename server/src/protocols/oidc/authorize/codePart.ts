import { isSecretOf, secretsTable } from '../../../eventlog/joinedReads.ts'
import type { StreamJson } from '../../../eventlog/streamRow.ts'
import { type SigningKey, signingKeySql } from '../../../features/web-keys/index.ts'
import { type UserFacts, userFactsSql } from '../claims/userFacts.ts'
import { type LookupPart, oneRow } from '../lookup.ts'

/** The columns with which a login becomes tokens. */
export interface LoginColumns {
  /** Null if the user is gone. */
  readonly user_facts: UserFacts | null
  readonly signing_key: SigningKey | null
}

/** The columns of a code: its request, its sealed digest, and whether its user and session can still act. */
export interface CodeColumns extends LoginColumns {
  readonly request_stream: StreamJson | null
  readonly code_sealed: Buffer | null
  readonly user_usable: boolean | null
  /** ISO 8601; null: it does not end by itself. */
  readonly session_expires_at: string | null
  readonly session_known: boolean
}

const request = `ar.facets->'authRequest'->'request'`
const link = `ar.facets->'authRequest'->'link'`
const texts = (array: string) => `array(select jsonb_array_elements_text(coalesce(${array}, '[]'::jsonb)))`

/** Returns the columns for a user and request, each given as SQL: ids as text, scopes and audience as text[]. */
export function loginColumns(of: {
  readonly userId: string
  readonly scopes: string
  readonly audience: string
}): { readonly [Column in keyof LoginColumns]: string } {
  const { userId, scopes, audience } = of
  return {
    user_facts: userFactsSql({ instanceId: 'i.instance_id', userId, scopes, projects: audience }),
    signing_key: signingKeySql('i.instance_id'),
  }
}

/** Reads the code of the key. */
export const codePart: LookupPart<'request_id' | 'code_id', CodeColumns> = {
  keys: ['request_id', 'code_id'],
  joins: `${oneRow(
    'ar',
    `select s.* from streams s where s.instance_id = i.instance_id and s.stream_type = 'auth_request'
       and s.stream_id = w.request_id`,
  )}
    ${oneRow(
      'ak',
      `select x.sealed from ${secretsTable} x where x.instance_id = i.instance_id and ${isSecretOf({ streamType: 'auth_request', streamId: 'w.request_id', id: 'w.code_id' })}`,
    )}
    ${oneRow(
      'au',
      `select u.status, u.locked_until, o.state as org_state from users u
         join organizations o on o.instance_id = u.instance_id and o.org_id = u.org_id
        where u.instance_id = i.instance_id and u.user_id = ${link}->>'userId'`,
    )}
    ${oneRow(
      'se',
      `select e.session_id, e.expires_at from sessions e where e.instance_id = i.instance_id
          and e.session_id = ${link}->>'sessionId' and e.user_id = ${link}->>'userId'`,
    )}`,
  columns: {
    request_stream: 'case when ar.stream_id is not null then to_json(ar) end',
    code_sealed: 'ak.sealed',
    user_usable: `(au.status in ('active', 'initial') or au.status = 'locked' and au.locked_until is not null)
      and au.org_state = 'active'`,
    session_known: 'se.session_id is not null',
    session_expires_at: 'se.expires_at',
    ...loginColumns({
      userId: `${link}->>'userId'`,
      scopes: texts(`${request}->'scope'`),
      audience: texts(`${request}->'audience'`),
    }),
  },
}
