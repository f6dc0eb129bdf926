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
import { organizationKey } from '../hashing.ts'
import { passwordFacet } from '../state.ts'
import { checkOldPassword } from './checkPassword.ts'
import { type NewPassword, preparePassword } from './preparePassword.ts'

/** The caller's claim to set a password: a right, the present password, or a reset code. */
export type PasswordProof =
  | { readonly kind: 'right' }
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
  const sameAsCurrent =
    proof.kind === 'current' &&
    next.kind === 'plain' &&
    opaqueString(proof.password) === opaqueString(next.password)
  if (sameAsCurrent) return { userEvents: [], refusal: unchanged }
  const complexity = await passwordComplexityPolicy(tx, tx.instanceId, user.owner)
  const turn = { organization: organizationKey(user), signal: call.signal() }
  const prepared = await preparePassword(next, complexity, turn)
  prepared.seal(tx, user)
  return { userEvents: [...proved.userEvents, prepared.event] }
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
      return { userEvents: [] }
    case 'current':
      return checkOldPassword(call, tx, user, proof.password)
    case 'code':
      return checkResetCode(tx, user, proof.code)
  }
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
