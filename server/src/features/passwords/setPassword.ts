import { type Call, writing } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import { accept, DomainError, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { codeFits, passwordComplexityPolicy } from '../settings/index.ts'
import { type CheckOutcome, refuseExhausted, requireInitializedHuman, userMissing } from '../users/index.ts'
import { checkOldPassword } from './checkPassword.ts'
import { type NewPassword, preparePassword } from './preparePassword.ts'
import { passwordFacet } from './state.ts'

/** What entitles the caller to set a password: a right, the present password, or a reset code. */
export type PasswordProof =
  | { readonly kind: 'right' }
  | { readonly kind: 'current'; readonly password: string }
  | { readonly kind: 'code'; readonly code: string }

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

/** A password to be, and what entitles the caller to set it. */
export interface PasswordChange {
  readonly next: NewPassword
  readonly proof: PasswordProof
}

/**
 * Sets a person's password (`SetPassword`). A wrong present password counts toward the lockout and is committed while
 * the request fails; a code works once; a lock stays. Users outside `withinOrg`, when it is given, look missing.
 */
export async function setPassword(
  deps: Deps,
  call: Call,
  userId: string,
  change: PasswordChange,
  withinOrg?: string,
): Promise<Stream> {
  const ref = { type: 'user', id: userId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const user = await tx.load(ref)
    if (withinOrg !== undefined && user.owner !== withinOrg) return userMissing
    const { userEvents, refusal } = await changePassword(call, tx, user, change)
    if (userEvents.length > 0) await tx.append(user, userEvents)
    return refusal ?? user
  })
  return accept<Stream>(result)
}

/**
 * Decides on a new password inside the caller's unit of work: the events to append, also beside a refusal. The
 * complexity that counts is that of the user's own organization.
 */
export async function changePassword(
  call: Call,
  tx: Transaction,
  user: Stream,
  { next, proof }: PasswordChange,
): Promise<CheckOutcome> {
  requireInitializedHuman(user, userMissing)
  const proved = await prove(call, tx, user, proof)
  if (proved.refusal) return proved
  const sameAsCurrent = proof.kind === 'current' && next.kind === 'plain' && proof.password === next.password
  if (sameAsCurrent) return { userEvents: [], refusal: unchanged }
  const complexity = await passwordComplexityPolicy(tx, tx.instanceId, user.owner)
  const prepared = await preparePassword(next, complexity)
  prepared.seal(tx, user)
  return { userEvents: [...proved.userEvents, prepared.event] }
}

/** Without a proof the right must be held outright; guesses are for the person and those with the right, not for strangers. */
async function prove(call: Call, tx: Transaction, user: Stream, proof: PasswordProof): Promise<CheckOutcome> {
  const self = proof.kind === 'right' ? undefined : user.id
  requirePermission(call, 'user.write', { orgId: user.owner, self })
  switch (proof.kind) {
    case 'right':
      return { userEvents: [] }
    case 'current':
      return checkOldPassword(tx, user, proof.password)
    case 'code':
      return checkResetCode(tx, user, proof.code)
  }
}

/** A code dies with the tenth wrong try, so that it cannot be guessed within its lifetime. */
const maxFailures = 10

async function checkResetCode(tx: Transaction, user: Stream, given: string): Promise<CheckOutcome> {
  const exhausted = refuseExhausted(user, 'passwordReset')
  if (exhausted) throw new DomainError(exhausted)
  const code = user.state(passwordFacet).resetCode
  if (code === null || code.failures >= maxFailures) throw new DomainError(noCode)
  if (new Date(code.expiresAt) <= tx.now) throw new DomainError(expired)
  const stored = await tx.secret(user, code.secretId)
  if (codeFits(given, stored, code.expiresAt, tx.now)) return { userEvents: [] }
  return { userEvents: [{ type: 'user.human.password.code.check.failed', payload: {} }], refusal: wrongCode }
}
