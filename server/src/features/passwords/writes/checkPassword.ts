import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { lockoutPolicy } from '../../settings/index.ts'
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
import { type Fit, hashPassword, isOutdated, verifyPassword } from '../hashing.ts'
import { passwordFacet } from '../state.ts'

/**
 * Checks one guess inside the caller's unit of work. The returned events count it; on success, a hash with outdated
 * parameters or of a text that was not prepared is replaced. Guesses on one user are checked one after the other, so parallel ones cannot evade the counter.
 */
export async function checkPassword(tx: Transaction, user: Stream, guess: string): Promise<CheckOutcome> {
  const { outcome, hash, fit } = await compare(tx, user, guess)
  if (outcome.refusal || (fit === 'prepared' && !isOutdated(hash))) return outcome
  return { userEvents: [...outcome.userEvents, await rehash(tx, user, guess)] }
}

/** Checks a guess before the password is replaced: a success is not counted and does not replace the hash. */
export async function checkOldPassword(tx: Transaction, user: Stream, guess: string): Promise<CheckOutcome> {
  const { outcome } = await compare(tx, user, guess)
  return outcome.refusal ? outcome : { userEvents: releaseEvents(user.state(userFacet), tx.now) }
}

interface Compared {
  readonly outcome: CheckOutcome
  /** '' if nothing was compared. */
  readonly hash: string
  readonly fit: Fit | undefined
}

async function compare(tx: Transaction, user: Stream, guess: string): Promise<Compared> {
  const person = user.state(userFacet)
  const released = releaseEvents(person, tx.now)
  const stored = user.state(passwordFacet)
  const password = released.length > 0 ? { ...stored, failures: 0 } : stored
  const checkable = passwordToCheck(password, isLocked(person, tx.now))
  if (isRefusal(checkable))
    return { outcome: { userEvents: [], refusal: checkable }, hash: '', fit: undefined }
  const encoded = await tx.secret(user, checkable.secretId)
  const hash = encoded?.toString() ?? ''
  const fit = hash === '' ? undefined : await verifyPassword(hash, guess)
  const policy = await lockoutPolicy(tx, tx.instanceId, user.owner)
  const outcome = countPasswordCheck(password, fit !== undefined, (failures) =>
    lockEvents(
      failures,
      { limit: policy.maxPasswordAttempts, releaseAfterSeconds: policy.releaseAfterSeconds },
      tx.now,
    ),
  )
  const userEvents = [...released, ...outcome.userEvents]
  return { outcome: slowedBy(password.failures + 1, { ...outcome, userEvents }), hash, fit }
}

async function rehash(tx: Transaction, user: Stream, password: string) {
  const secretId = newId()
  tx.seal(user, secretId, await hashPassword(password))
  return passwordHashUpdated({ secretId })
}
