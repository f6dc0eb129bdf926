import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { Json } from '../../kernel/json.ts'
import type { OidcSession, OidcSessionState } from './state.ts'

/** One row of `oidc_sessions` per grant, revoked ones too: the back-channel logout of an ended session reads them. */
export function oidcSessionRows(state: OidcSessionState, stream: StreamOrigin): IndexRows {
  if (state.kind === 'none') return {}
  const { grant, access, refresh } = state
  const { lean } = grant
  return {
    oidc_sessions: [
      {
        instance_id: stream.instanceId,
        oidc_session_id: stream.id,
        user_id: lean.userId,
        org_id: stream.owner,
        client_id: grant.clientId,
        issuer: grant.issuer ?? null,
        app_id: grant.appId ?? null,
        project_id: grant.projectId ?? null,
        session_id: lean.sessionId ?? null,
        scopes: grant.scopes,
        audience: grant.audience,
        amr: grant.amr,
        acr: grant.acr ?? null,
        auth_time: grant.authTime ?? null,
        nonce: grant.nonce ?? null,
        claims: grant.claims ?? null,
        proofs: lean.proofs.length === 0 ? null : (lean.proofs as Json),
        credential: lean.credential ?? null,
        user_sequence: state.userSequence,
        other_leans: (grant.otherLeans as Json | undefined) ?? null,
        exchanged_from: grant.exchangedFrom ?? null,
        admitted_by: grant.admittedBy ?? null,
        actor: (grant.actor as Json | undefined) ?? null,
        may_act: (grant.mayAct as Json | undefined) ?? null,
        cnf: grant.confirmation ?? null,
        key_id: grant.keyId,
        access_token_id: access?.tokenId ?? null,
        access_jwt: access?.jwt ?? false,
        access_scopes: access?.scopes ?? null,
        access_audience: access?.audience ?? null,
        access_issued_at: access?.issuedAt ?? null,
        access_expires_at: access?.expiresAt ?? null,
        refresh_token_id: refresh?.tokenId ?? null,
        refresh_idle_expires_at: refresh?.idleExpiresAt ?? null,
        refresh_expires_at: refresh?.expiresAt ?? null,
        created_at: state.createdAt,
        revoked_at: state.revokedAt,
        dies_at: diesAt(state),
      },
    ],
  }
}

/** Returns the instant (ISO 8601) from which no token of the session can be used. */
export function diesAt({ access, refresh, createdAt, revokedAt }: OidcSession): string {
  if (revokedAt !== null) return revokedAt
  const ends = [createdAt]
  if (access !== null) ends.push(access.expiresAt)
  if (refresh !== null) ends.push(earlier(refresh.idleExpiresAt, refresh.expiresAt))
  return ends.reduce((one, other) => (Date.parse(one) < Date.parse(other) ? other : one))
}

/** Returns the earlier of two instants (ISO 8601). */
export function earlier(one: string, other: string): string {
  return Date.parse(one) <= Date.parse(other) ? one : other
}
