import { type FactorField, type FactorName, factorKind, factorNames } from '../../access/factorKinds.ts'
import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { LiveSession, SessionState } from './state.ts'

/** One row of `sessions` per session that was not ended, one of `session_proofs` per proof or challenge that depends on a factor. */
export function sessionRows(session: SessionState, stream: StreamOrigin): IndexRows {
  if (session.kind !== 'live') return {}
  const { user, userAgent } = session
  return {
    sessions: [
      {
        instance_id: stream.instanceId,
        session_id: stream.id,
        user_id: user?.id ?? null,
        user_org_id: user?.orgId ?? null,
        token_id: session.tokenId,
        expires_at: session.expiresAt,
        user_agent_id: userAgent?.fingerprintId ?? null,
        user_agent: userAgent === null ? null : { ...userAgent },
        user_checked_at: user?.checkedAt ?? null,
        metadata: session.metadata,
        creator: session.creator,
        created_at: stream.createdAt,
        changed_at: session.changedAt,
        sequence: session.sequence,
      },
    ],
    session_proofs: user === null ? [] : proofRows(session, user, stream),
  }
}

function proofRows(
  { proofs, challenges }: LiveSession,
  user: { readonly id: string; readonly orgId: string },
  stream: StreamOrigin,
): readonly JsonObject[] {
  const challenged = (Object.keys(challenges) as FactorField[]).flatMap((field) => onlyKinds.get(field) ?? [])
  if (proofs.length + challenged.length === 0) return []
  return factorNames.flatMap((kind) => {
    const proof = proofs.find((one) => one.kind === kind)
    if (proof === undefined && !challenged.includes(kind)) return []
    return [
      {
        instance_id: stream.instanceId,
        session_id: stream.id,
        kind,
        user_id: user.id,
        user_org_id: user.orgId,
        proved_at: proof?.at ?? null,
        token_id: proof?.tokenId ?? null,
        user_verified: proof?.userVerified ?? false,
        device_bound: proof?.deviceBound ?? false,
        challenged: challenged.includes(kind),
      },
    ]
  })
}

/** The kinds of fields that have a single kind. Only then does an open challenge depend on it. */
const onlyKinds: ReadonlyMap<FactorField, FactorName> = new Map(
  factorNames.flatMap((name) => {
    const { field } = factorKind(name)
    const alone = factorNames.filter((other) => factorKind(other).field === field).length === 1
    return alone ? [[field, name]] : []
  }),
)
