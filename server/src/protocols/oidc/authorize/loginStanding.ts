import type { SessionLink } from '../../../features/auth-requests/index.ts'
import { grantStanding, type StandingFacts, standingSql } from '../../../features/oidc-sessions/index.ts'
import { oneRow } from '../lookup.ts'

/** The present state of all that a login rests on whose tokens are still to be issued. */
export interface LoginStandingColumns {
  /** Null without a login. */
  readonly login_standing: StandingFacts | null
  readonly session_known: boolean
  /** ISO 8601; null: it does not end by itself. */
  readonly session_expires_at: string | null
}

/** Returns the joins of the columns, by the SQL of a `SessionLink` as JSON and of the project's id; `i` is the instance. */
export function loginStandingJoins(of: { readonly link: string; readonly projectId: string }): string {
  const member = (name: string) => `${of.link}->>'${name}'`
  return [
    // The columns of `oidc_sessions` that the tokens will have. The client is judged when it is authenticated.
    oneRow(
      'login',
      `select ${member('userId')} as user_id, ${member('userOrgId')} as org_id, ${member('sessionId')} as session_id,
         (${member('userSequence')})::int as user_sequence, nullif(${of.link}->'proofs', '[]') as proofs,
         (${member('authTime')})::timestamptz as created_at,
         coalesce(${member('admittedAt')}, ${member('authTime')})::timestamptz as admitted_at, ${of.projectId} as project_id,
         array(select jsonb_array_elements_text(coalesce(${of.link}->'admittedBy', '[]'))) as admitted_by,
         null::text as client_id, null::text as app_id, null::text[] as exchanged_from, null::jsonb as other_leans,
         null::jsonb as actor`,
    ),
    oneRow(
      'login_session',
      `select e.session_id, e.expires_at from sessions e where e.instance_id = i.instance_id
          and e.session_id = ${member('sessionId')} and e.user_id = ${member('userId')}`,
    ),
  ].join('\n    ')
}

/** The columns of `loginStandingJoins`. */
export const loginStandingColumns: { readonly [Column in keyof LoginStandingColumns]: string } = {
  login_standing: `case when login.user_id is not null then ${standingSql('login', 'login.admitted_at')} end`,
  session_known: 'login_session.session_id is not null',
  session_expires_at: 'login_session.expires_at',
}

/**
 * Whether tokens may be issued for a login: the session must still be there, and all that the tokens will lean on must stand by the
 * rule for existing ones (`grantStanding`).
 */
export function isLoginStanding(
  row: LoginStandingColumns,
  { proofs }: Pick<SessionLink, 'proofs'>,
  now: Date,
): boolean {
  const { login_standing: facts, session_known, session_expires_at: end } = row
  if (facts === null || !session_known || (end !== null && Date.parse(end) <= now.getTime())) return false
  return grantStanding({ lean: { proofs } }, facts) === undefined
}
