import { type Call, writing } from '../../../access/call.ts'
import { decideOn, workOn } from '../../../eventlog/decideOn.ts'
import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'
import { newId, type UserId } from '../../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { requireCredentialRight, requireWithin } from '../../second-factors/index.ts'
import {
  loginNamesOf,
  refuseStrangersTo,
  requireWriteRight,
  userFacet,
  type Within,
} from '../../users/index.ts'
import { addTotp } from '../commands/addTotp.ts'
import { removeTotp } from '../commands/removeTotp.ts'
import { refuseTotpVerification, verifyTotp } from '../commands/verifyTotp.ts'
import { newTotpSeed, totpSecretText, totpStep, totpUri } from '../seed.ts'
import { totpFacet } from '../state.ts'

const needsPerson = refuse(
  'second_factor.totp_needs_person',
  'failed_precondition',
  'only an existing person can have an authenticator app; check the user id',
)

/** Begins a registration. Returns the new seed, which cannot be read again. */
export function registerTotp(deps: Deps, call: Call, id: UserId) {
  return workOn(deps.log, writing(call), { type: 'user', id }, async (user, tx) => {
    const person = user.state(userFacet)
    if (person.kind !== 'human') throw new DomainError(needsPerson)
    requireCredentialRight(call, user)
    const secretId = newId()
    const seed = newTotpSeed()
    await tx.append(user, accept(addTotp(user.state(totpFacet), secretId)))
    tx.seal(user, secretId, seed)
    const names = await loginNamesOf(tx, tx.instanceId, id)
    const issuer = deps.config.totpIssuer || call.origin.domain
    const uri = totpUri(seed, issuer, names?.preferred ?? person.username)
    return { user, uri, secret: totpSecretText(seed) }
  })
}

/** Whether a base32 text is the seed of the registration that was begun last and waits for its code. */
export async function isBegunKey(deps: Deps, call: Call, id: UserId, text: string): Promise<boolean> {
  const user = await deps.log.load({ instanceId: call.instance.id, type: 'user', id })
  requireCredentialRight(call, user)
  const totp = user.state(totpFacet)
  const seed = totp.kind === 'pending' ? await deps.log.secret(user, totp.secretId) : undefined
  return seed !== undefined && constantTimeEqual(totpSecretText(seed), text)
}

/** Finishes a registration if the code shows that the person's app holds the seed. */
export function verifyTotpRegistration(deps: Deps, call: Call, id: UserId, code: string) {
  return decideOn(deps.log, writing(call), { type: 'user', id }, async (user, tx) => {
    requireCredentialRight(call, user)
    const totp = user.state(totpFacet)
    const refusal = refuseTotpVerification(totp)
    if (refusal) return refusal
    const seed = totp.kind === 'none' ? undefined : await tx.secret(user, totp.secretId)
    return verifyTotp(totp, seed && totpStep(seed, code, tx.now), ownSession(call, id))
  })
}

/** Returns the session of a person who acts on themselves. */
function ownSession({ principal }: Call, id: UserId): string | undefined {
  if (principal.kind !== 'user' || principal.userId !== id) return undefined
  return principal.token.kind === 'session' ? principal.token.sessionId : undefined
}

/** Removes the authenticator app. A missing one is refused before a missing right, but not to strangers. */
export function removeTotpFactor(deps: Deps, call: Call, id: UserId, within: Within) {
  return decideOn(deps.log, writing(call), { type: 'user', id }, (user) => {
    requireWithin(within, call, user)
    refuseStrangersTo(call, user)
    const events = accept(removeTotp(user.state(totpFacet)))
    requireWriteRight(call, user)
    return events
  })
}
