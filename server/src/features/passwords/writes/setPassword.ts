import { type Call, writing } from '../../../access/call.ts'
import { isSelf, requirePermission } from '../../../access/permission.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { OrgId, UserId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import { opaqueString } from '../../../kernel/text/opaqueString.ts'
import type { Deps } from '../../manifest.ts'
import { codeFits, passwordComplexityPolicy } from '../../settings/index.ts'
import {
  type CheckOutcome,
  refuseExhausted,
  requireInitializedHuman,
  userMissing,
} from '../../users/index.ts'
import { resetCodeFailed } from '../events.ts'
import { type HashingTurn, organizationKey, verifyPassword } from '../hashing.ts'
import { passwordFacet } from '../state.ts'
import { checkOldPassword } from './checkPassword.ts'
import { type NewPassword, preparePassword } from './preparePassword.ts'

/**
 * The caller's claim to set a password: a right, the present password, a reset code, that the person's session has proved the present
 * password at an instant (ISO 8601), or that they have no password yet. The last two are for our own pages, which have judged the
 * session.
 */
export type PasswordProof =
  | { readonly kind: 'right' }
  | { readonly kind: 'proved'; readonly at: string }
  | { readonly kind: 'first' }
  | { readonly kind: 'current'; readonly password: string }
  | { readonly kind: 'code'; readonly code: string }

/** A new password, and the caller's claim to set it. */
export interface PasswordChange {
  readonly next: NewPassword
  readonly proof: PasswordProof
}

const noCode = refuse(
  'password.code_missing',
  'failed_precondition',
  'no reset code is outstanding; request a new one',
)
const expired = refuse(
  'password.code_expired',
  'failed_precondition',
  'the reset code has expired; request a new one',
)
const wrongCode = refuse(
  'password.code_wrong',
  'invalid_argument',
  'the reset code is wrong; check it or request a new one',
)
const unchanged = refuse(
  'password.unchanged',
  'failed_precondition',
  'the new password equals the present one; choose another',
)
const changedMeanwhile = refuse(
  'password.changed_meanwhile',
  'failed_precondition',
  'the password was changed after it was checked; check the present one and try again',
)
const alreadySet = refuse(
  'password.already_set',
  'failed_precondition',
  'the person already has a password; change it instead',
)
const ownHash = refuse(
  'password.hash_for_oneself',
  'permission_denied',
  'nobody can set a hash as their own password; send the password itself',
)

/**
 * Sets a person's password (`SetPassword`). A wrong present password counts toward the lockout and is committed although
 * the request fails; a code works once; a lock stays. With `withinOrg`, users of other organizations are missing.
 */
export function setPassword(
  deps: Deps,
  call: Call,
  id: UserId,
  change: PasswordChange,
  withinOrg?: OrgId,
): Promise<Stream> {
  return decideOn(deps.log, writing(call), { type: 'user', id }, async (user, tx) => {
    if (withinOrg !== undefined && user.owner !== withinOrg) return userMissing
    const { userEvents: events, refusal } = await changePassword(call, tx, user, change)
    return { events, refusal }
  })
}

/**
 * Decides on a new password inside the caller's unit of work; events may come with a refusal. The complexity policy of
 * the user's own organization applies.
 */
export async function changePassword(
  call: Call,
  tx: Transaction,
  user: Stream,
  { next, proof }: PasswordChange,
): Promise<CheckOutcome> {
  requireInitializedHuman(user, userMissing)
  if (next.kind === 'hash') requireImportRight(call, user)
  const proved = await prove(call, tx, user, proof)
  if (proved.refusal) return proved
  const turn = { organization: organizationKey(user), signal: call.signal() }
  if (await isCurrent(tx, user, { next, proof }, turn)) return { userEvents: [], refusal: unchanged }
  const complexity = await passwordComplexityPolicy(tx, tx.instanceId, user.owner)
  const prepared = await preparePassword(next, complexity, turn)
  prepared.seal(tx, user)
  return { userEvents: [...proved.userEvents, prepared.event] }
}

/** Whether a person would replace their password by the same one, as far as they have shown that they know it. */
async function isCurrent(
  tx: Transaction,
  user: Stream,
  { next, proof }: PasswordChange,
  turn: HashingTurn,
): Promise<boolean> {
  if (next.kind !== 'plain') return false
  if (proof.kind === 'current') return opaqueString(proof.password) === opaqueString(next.password)
  const { hash } = user.state(passwordFacet)
  if (proof.kind !== 'proved' || hash === null) return false
  const encoded = await tx.secret(user, hash.secretId)
  return (await verifyPassword(encoded?.toString() ?? '', next.password, turn)).fits
}

/** A hash says nothing about the complexity of its password and may cost much to check, so people cannot set their own. */
function requireImportRight(call: Call, user: Stream): void {
  requirePermission(call, 'user.write', { orgId: user.owner })
  if (isSelf(call.principal, user.id)) throw new DomainError(ownHash)
}

/** A person needs a proof for their own password. Strangers may not guess: every proof but the right requires the right or oneself. */
async function prove(call: Call, tx: Transaction, user: Stream, proof: PasswordProof): Promise<CheckOutcome> {
  const self = proof.kind === 'right' ? undefined : user.id
  requirePermission(call, 'user.write', { orgId: user.owner, self })
  switch (proof.kind) {
    case 'right':
      return fine
    case 'current':
      return checkOldPassword(call, tx, user, proof.password)
    case 'code':
      return checkResetCode(tx, user, proof.code)
    case 'proved':
      return provedBefore(user, proof.at) ? fine : { ...fine, refusal: changedMeanwhile }
    case 'first':
      return user.state(passwordFacet).hash === null ? fine : { ...fine, refusal: alreadySet }
  }
}

const fine: CheckOutcome = { userEvents: [] }

/** Whether the present password was set before it was proved, so that it is the one that was proved. */
function provedBefore(user: Stream, at: string): boolean {
  const { hash } = user.state(passwordFacet)
  return hash !== null && Date.parse(hash.changedAt) <= Date.parse(at)
}

/** A code is void after the tenth wrong try, so that it cannot be guessed within its lifetime. */
const maxFailures = 10

async function checkResetCode(tx: Transaction, user: Stream, given: string): Promise<CheckOutcome> {
  const exhausted = refuseExhausted(user, 'passwordReset')
  if (exhausted) throw new DomainError(exhausted)
  const code = user.state(passwordFacet).resetCode
  if (code === null || code.failures >= maxFailures) throw new DomainError(noCode)
  if (new Date(code.expiresAt) <= tx.now) throw new DomainError(expired)
  const stored = await tx.secret(user, code.secretId)
  if (codeFits(given, stored, code.expiresAt, tx.now)) return { userEvents: [] }
  return { userEvents: [resetCodeFailed()], refusal: wrongCode }
}
