import { type Call, writing } from '../../access/call.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import { newId } from '../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { loginNamesOf, userFacet } from '../users/index.ts'
import { addOtp } from './commands/addOtp.ts'
import { addTotp } from './commands/addTotp.ts'
import { removeOtp } from './commands/removeOtp.ts'
import { removeTotp } from './commands/removeTotp.ts'
import { skipMfaInit } from './commands/skipMfaInit.ts'
import { refuseTotpVerification, verifyTotp } from './commands/verifyTotp.ts'
import { type OtpKind, otpFacets } from './otpState.ts'
import {
  refuseStrangersTo,
  requireContextOrganization,
  requireCredentialRight,
  requireWriteRight,
} from './rights.ts'
import { newTotpSeed, totpSecretText, totpStep, totpUri } from './totp.ts'
import { totpFacet } from './totpState.ts'

/** Where the user is looked for: `context` hides users of other organizations than the call's. */
export type Within = 'instance' | 'context'

const totpNeedsPerson = refuse(
  'second_factor.totp_needs_person',
  'failed_precondition',
  'only an existing person can have an authenticator app; check the user id',
)

/** Hands out a new TOTP seed: the one time it is readable. */
export async function registerTotp(deps: Deps, call: Call, userId: string) {
  const { result } = await onUser(deps, call, userId, async (tx, user) => {
    const person = user.state(userFacet)
    if (person.kind !== 'human') throw new DomainError(totpNeedsPerson)
    requireCredentialRight(call, user)
    const secretId = newId()
    const seed = newTotpSeed()
    await tx.append(user, accept(addTotp(user.state(totpFacet), secretId)))
    tx.seal(user, secretId, seed)
    const names = await loginNamesOf(tx, tx.instanceId, userId)
    const issuer = deps.config.totpIssuer || call.origin.domain
    const uri = totpUri(seed, issuer, names?.preferred ?? person.username)
    return { user, uri, secret: totpSecretText(seed) }
  })
  return result
}

/** Proves that the person's app holds the seed. */
export async function verifyTotpRegistration(deps: Deps, call: Call, userId: string, code: string) {
  const { result } = await onUser(deps, call, userId, async (tx, user) => {
    requireCredentialRight(call, user)
    const totp = user.state(totpFacet)
    const refusal = refuseTotpVerification(totp)
    if (refusal) throw new DomainError(refusal)
    const seed = totp.kind === 'none' ? undefined : await tx.secret(user, totp.secretId)
    const step = seed && totpStep(seed, code, tx.now)
    await tx.append(user, accept(verifyTotp(totp, step)))
    return user
  })
  return result
}

/** Takes the authenticator app away; that there is none is told before the right is asked, but not to strangers. */
export async function removeTotpFactor(deps: Deps, call: Call, userId: string, within: Within) {
  const { result } = await onUser(deps, call, userId, async (tx, user) => {
    if (within === 'context') requireContextOrganization(call, user)
    refuseStrangersTo(call, user)
    const events = accept(removeTotp(user.state(totpFacet)))
    requireWriteRight(call, user)
    await tx.append(user, events)
    return user
  })
  return result
}

/** Turns on one-time codes over a channel. */
export async function addOtpFactor(deps: Deps, call: Call, userId: string, kind: OtpKind) {
  const { result } = await onUser(deps, call, userId, async (tx, user) => {
    requireCredentialRight(call, user)
    await tx.append(user, accept(addOtp(kind, user.state(otpFacets[kind]))))
    return user
  })
  return result
}

/** Turns off one-time codes over a channel. */
export async function removeOtpFactor(deps: Deps, call: Call, userId: string, kind: OtpKind, within: Within) {
  const { result } = await onUser(deps, call, userId, async (tx, user) => {
    if (within === 'context') requireContextOrganization(call, user)
    requireWriteRight(call, user)
    await tx.append(user, accept(removeOtp(kind, user.state(otpFacets[kind]))))
    return user
  })
  return result
}

/** Notes that the person put off the set-up of a second factor. */
export async function skipMfaInitOf(deps: Deps, call: Call, userId: string) {
  const { result } = await onUser(deps, call, userId, async (tx, user) => {
    const events = accept(skipMfaInit(user.state(userFacet).kind))
    requireWriteRight(call, user)
    await tx.append(user, events)
    return user
  })
  return result
}

function onUser<Result>(
  deps: Deps,
  call: Call,
  userId: string,
  work: (tx: Transaction, user: Stream) => Promise<Result>,
) {
  const ref = { type: 'user', id: userId }
  return deps.log.transact(writing(call), ref, async (tx) => work(tx, await tx.load(ref)))
}
