import type { Call } from '../../../access/call.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { keptLockoutPolicy } from '../../settings/index.ts'
import {
  type CheckOutcome,
  isLocked,
  lockEvents,
  releaseEvents,
  slowedBy,
  userFacet,
} from '../../users/index.ts'
import { countPasswordCheck, passwordToCheck } from '../commands/checkPassword.ts'
import { passwordHashUpdated } from '../events.ts'
import { hashPassword, organizationKey, verifyPassword } from '../hashing.ts'
import { passwordFacet } from '../state.ts'

/**
 * Checks one guess inside the caller's unit of work. The returned events count it; on success, a hash with outdated
 * parameters or of a text that was not prepared is replaced, unless other passwords fit it, too. A caller who hangs up before the guess is compared gets no
 * comparison, and nothing is counted. Guesses on one user are checked one after the other, so parallel ones cannot evade the counter.
 */
export async function checkPassword(
  call: Caller,
  tx: Transaction,
  user: Stream,
  guess: string,
): Promise<CheckOutcome> {
  const { outcome, replaceable } = await compare(call, tx, user, guess)
  if (outcome.refusal || !replaceable) return outcome
  return { userEvents: [...outcome.userEvents, await rehash(tx, user, guess)] }
}

/** Checks a guess before the password is replaced: a success is not counted and does not replace the hash. */
export async function checkOldPassword(
  call: Caller,
  tx: Transaction,
  user: Stream,
  guess: string,
): Promise<CheckOutcome> {
  const { outcome } = await compare(call, tx, user, guess)
  return outcome.refusal ? outcome : { userEvents: releaseEvents(user.state(userFacet), tx.now) }
}

type Caller = Pick<Call, 'signal'>

interface Compared {
  readonly outcome: CheckOutcome
  /** The guess is certainly the whole password, and its hash has outdated parameters. */
  readonly replaceable: boolean
}

async function compare(call: Caller, tx: Transaction, user: Stream, guess: string): Promise<Compared> {
  const person = user.state(userFacet)
  const released = releaseEvents(person, tx.now)
  const stored = user.state(passwordFacet)
  const password = released.length > 0 ? { ...stored, failures: 0 } : stored
  const checkable = passwordToCheck(password, isLocked(person, tx.now))
  if (isRefusal(checkable)) return { outcome: { userEvents: [], refusal: checkable }, replaceable: false }
  const encoded = await tx.secret(user, checkable.secretId)
  const hash = encoded?.toString() ?? ''
  const turn = { organization: organizationKey(user), signal: call.signal() }
  const { fits, replaceable } = await verifyPassword(hash, guess, turn)
  const policy = await keptLockoutPolicy(tx, user.owner)
  const outcome = countPasswordCheck(password, fits, (failures) =>
    lockEvents(
      failures,
      { limit: policy.maxPasswordAttempts, releaseAfterSeconds: policy.releaseAfterSeconds },
      tx.now,
    ),
  )
  const userEvents = [...released, ...outcome.userEvents]
  return { outcome: slowedBy(password.failures + 1, { ...outcome, userEvents }), replaceable }
}

async function rehash(tx: Transaction, user: Stream, password: string) {
  const secretId = newId()
  tx.seal(user, secretId, await hashPassword(password, { organization: organizationKey(user) }))
  return passwordHashUpdated({ secretId })
}
