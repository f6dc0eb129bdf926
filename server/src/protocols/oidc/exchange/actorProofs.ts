import { type AssuranceInput, evaluate, type Proof } from '../../../access/assurance.ts'
import { isFresh } from '../../../access/freshProof.ts'
import type { Lean } from '../../../features/oidc-sessions/index.ts'
import { assuranceOfProofs } from '../../../features/sessions/index.ts'
import { freshProofMinutes } from '../../../features/settings/index.ts'
import type { Place } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import type { Party } from './presentedParty.ts'

/**
 * Throws unless every person on whom the token of an actor leans has proved, within the limit of the instance, all that their account
 * demands now (ADR 33). The proofs are those of the token, so renewing or exchanging it makes it no fresher. Machines prove none.
 */
export async function requireActorProofs(
  { database }: Pick<OidcDeps, 'database'>,
  { instanceId, now }: Pick<Place, 'instanceId' | 'now'>,
  actor: Pick<Party, 'leans'>,
): Promise<void> {
  const assuranceOf = ({ userId, proofs }: Lean) =>
    assuranceOfProofs(database, { instanceId, userId }, proofs as readonly Proof[], now)
  const [minutes, ...assurances] = await Promise.all([
    freshProofMinutes(database, instanceId),
    ...actor.leans.map(assuranceOf),
  ])
  if (minutes === 0 || assurances.every((assurance) => isEnough(assurance, minutes, now))) return
  // RFC 8693 §2.2.2 has this error for tokens that a policy does not accept.
  throw new OAuthError(
    'invalid_request',
    `the actor_token leans on proofs that are older than ${minutes} minutes or fewer than the actor's account demands; let the actor log in again by an authorization request with max_age=${minutes * 60} or prompt=login, and send the new token`,
  )
}

function isEnough(assurance: AssuranceInput | undefined, minutes: number, now: Date): boolean {
  if (assurance?.kind === 'machine') return true
  return assurance !== undefined && evaluate(assurance).allowed && isFresh(assurance, minutes, now)
}
