import type { Membership } from '../../../access/principal.ts'
import type { OidcClient } from '../../../features/applications/index.ts'
import type { Place } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import type { TokenRequest } from '../tokenRequest.ts'
import type { Party } from './presentedParty.ts'

/** A token that a request presents as `subject_token` or `actor_token`. */
export interface PresentedParty {
  readonly role: 'subject' | 'actor'
  readonly text: string
  readonly type: string
}

/** The client that exchanges, and where. */
export interface Exchange {
  readonly head: TokenRequest['head']
  readonly place: Place
  readonly client: OidcClient
}

/** Returns the refusal of a presented token; `reason` ends a sentence that begins with its name. */
export const unusable = ({ role }: PresentedParty, reason: string) =>
  new OAuthError('invalid_request', `the ${role}_token ${reason}`)
/** Why a token that stands no longer is refused. */
export const dead = 'is unknown, expired or revoked; get a new one'

/** Refuses a token that is not meant for the client that exchanges. */
export function requireAudience(
  { client }: Pick<Exchange, 'client'>,
  presented: PresentedParty,
  audience: readonly string[],
): void {
  if (audience.includes(client.clientId) || audience.includes(client.projectId)) return
  throw unusable(presented, 'is not for this client; its audience must have the client or its project')
}

/** A user who can act. */
export interface UserRow {
  readonly user_id: string
  readonly org_id: string
  readonly sequence: number
  readonly usable: boolean
  readonly memberships: readonly Membership[] | null
  readonly project_roles: readonly string[] | null
}

/** Returns a user who can act now; refuses others. */
export async function userOf(
  { database, lookupParts }: OidcDeps,
  { place, client }: Exchange,
  presented: PresentedParty,
  userId: string,
): Promise<UserRow> {
  const [row] = await database.find<UserRow>(
    `select u.user_id, u.org_id, s.sequence::int as sequence, ${lookupParts.memberships} as memberships,
        (u.status in ('active', 'initial') or u.status = 'locked' and u.locked_until is not null)
          and o.state = 'active' as usable,
        (select json_agg(pr.role_key order by pr.role_key) from project_roles pr
          where pr.instance_id = i.instance_id and pr.project_id = i.project_id) as project_roles
       from (select $1 as instance_id, $3 as project_id) i
       join users u on u.instance_id = i.instance_id and u.user_id = $2
       join organizations o on o.instance_id = u.instance_id and o.org_id = u.org_id
       join streams s on s.instance_id = u.instance_id and s.stream_type = 'user' and s.stream_id = u.user_id`,
    [place.instanceId, userId, client.projectId],
  )
  if (row?.usable) return row
  throw unusable(presented, 'names a user who does not exist or is not active')
}

/** Returns a party of which nothing is known but its user and what its token leans on. */
export function partyOf(user: UserRow, leans: Party['leans']): Party {
  return {
    userId: user.user_id,
    leans,
    sessionExpired: false,
    sources: [],
    scopes: [],
    audience: undefined,
    authTime: undefined,
    amr: [],
    acr: undefined,
    actor: undefined,
    mayAct: undefined,
    confirmation: undefined,
    expiresAt: undefined,
    renewableUntil: undefined,
    orgId: user.org_id,
    memberships: user.memberships ?? [],
  }
}
