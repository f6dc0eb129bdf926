import { reasonHeader } from '../../../contract/reasonHeader.ts'
import { lackedToActFor } from '../../../features/oidc-sessions/index.ts'
import { demandsReasons, securitySettings } from '../../../features/settings/index.ts'
import type { Place } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { requireActorProofs } from './actorProofs.ts'
import type { Party } from './presentedParty.ts'

/** Who wants to act for whom, and why. */
interface Impersonation {
  readonly subject: Party
  readonly actor: Party
  readonly reason: string | undefined
}

const forbidden = (description: string) => new OAuthError('access_denied', description, { status: 403 })

/**
 * Throws unless the instance allows impersonation and the actor may act for the subject, which every use of the token asks again
 * (`tokenStanding`). A person who acts needs fresh proofs (ADR 33). An instance that demands reasons (ADR 38) demands this one of machines, too.
 */
export async function requireImpersonation(
  on: Pick<OidcDeps, 'database'>,
  { instanceId, now }: Pick<Place, 'instanceId' | 'now'>,
  { subject, actor, reason }: Impersonation,
): Promise<void> {
  const { enableImpersonation } = await securitySettings(on.database, instanceId)
  if (!enableImpersonation) {
    throw forbidden('impersonation is disabled; an administrator can enable it in the security settings')
  }
  const lacked = lackedToActFor(instanceId, subject, actor)
  if (lacked !== undefined) {
    throw forbidden(`the actor lacks the permission ${lacked} for this user; give it a role with it`)
  }
  const { mayAct } = subject
  if (mayAct !== undefined && mayAct.sub !== actor.userId) {
    throw forbidden('the subject_token names another party that may act; use that one as actor')
  }
  await requireActorProofs(on, { instanceId, now }, actor)
  if (reason === undefined && (await demandsReasons(on.database, instanceId))) {
    throw new OAuthError(
      'invalid_request',
      `this instance demands the reason of acting for another user; send it in the header ${reasonHeader}`,
    )
  }
}
