import type { Call } from '../../access/call.ts'
import type { Deps } from '../manifest.ts'
import { type GrantRow, grantsSql } from './ownGrants.ts'
import { toJudge } from './tokenRow.ts'
import { type CauseOfDeath, tokenStanding } from './tokenStanding.ts'

/** A grant of tokens to an application, for those who may read it. */
export interface GrantOfPerson {
  readonly grantId: string
  readonly clientId: string
  /** null if the application has no name that is known here. */
  readonly application: string | null
  readonly projectId: string | null
  readonly project: string | null
  readonly sessionId: string | null
  readonly scopes: readonly string[]
  /** ISO 8601, as all instants. */
  readonly createdAt: string
  readonly lastIssuedAt: string | null
  readonly accessExpiresAt: string | null
  readonly refreshExpiresAt: string | null
  /** undefined while one of its tokens can be used. */
  readonly deadBecause: CauseOfDeath | undefined
}

/** Reads all of the newest grants of a user, dead ones too. */
export const grantsOfPersonSql = grantsSql('true')

/** Returns the grants of a user that are not removed yet, newest first, at most 200; each judged by the rule for its tokens. */
export async function grantsOfPerson(
  { database }: Pick<Deps, 'database'>,
  { instance, now }: Pick<Call, 'instance' | 'now'>,
  userId: string,
): Promise<readonly GrantOfPerson[]> {
  const rows = await database.find<GrantRow>(grantsOfPersonSql, [instance.id, userId])
  return rows.map((row) => shown(row, now))
}

function shown({ token, standing, name, project }: GrantRow, now: Date): GrantOfPerson {
  const access = toJudge(token, 'access', undefined)
  const refresh = toJudge(token, 'refresh', undefined)
  const accessDead = tokenStanding(access, standing, now)
  const refreshDead = tokenStanding(refresh, standing, now)
  // A grant without a refresh token is dead for the reason of its access token.
  const deadBecause = accessDead && refreshDead && (refresh.expiresAt === null ? accessDead : refreshDead)
  return {
    grantId: token.oidc_session_id,
    clientId: token.client_id,
    application: name,
    projectId: token.project_id,
    project,
    sessionId: token.session_id,
    scopes: token.scopes.toSorted(),
    createdAt: iso(token.created_at) ?? '',
    lastIssuedAt: iso(token.access_issued_at),
    accessExpiresAt: iso(access.expiresAt),
    refreshExpiresAt: iso(refresh.expiresAt),
    deadBecause,
  }
}

function iso(instant: string | null): string | null {
  return instant === null ? null : new Date(instant).toISOString()
}
