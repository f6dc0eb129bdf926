import { type Call, writing } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { accept, DomainError, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { preparePassword } from '../passwords/index.ts'
import { codeFits, newCode, passwordComplexityPolicy } from '../settings/index.ts'
import { changeUser, initializationFacet, refuseExhausted, requireHuman } from '../users/index.ts'
import { parseEmail } from './addresses.ts'
import { personAt, type Target } from './target.ts'

const notInitial = refuse(
  'user.initialized_already',
  'failed_precondition',
  'this person has finished the initialization already',
)
const wrongCode = refuse(
  'user.initialization_code_wrong',
  'invalid_argument',
  'the initialization code is wrong or expired; ask for a new one',
)

/** After so many wrong tries a code is void, so that it cannot be guessed within its lifetime. */
const maxFailures = 10

/** Mails a new initialization code, to another address where one is given (`ResendHumanInitialization`). */
export async function resendInitialization(
  deps: Deps,
  call: Call,
  target: Target,
  newAddress: string,
): Promise<Stream> {
  const address = newAddress === '' ? undefined : accept(parseEmail(newAddress))
  const code = await newCode(deps.database, call, 'init_code')
  return changeUser(deps.log, call, target.userId, (user, tx) => {
    const human = personAt(user, { ...target, initialAllowed: true })
    if (human.status !== 'initial') throw new DomainError(notInitial)
    requirePermission(call, 'user.write', { orgId: user.owner })
    tx.seal(user, code.secretId, code.plain)
    const moves = address !== undefined && address !== human.email.address
    return [
      ...(moves ? [{ type: 'user.human.email.changed', payload: { email: address } }] : []),
      initializationCodeAdded(code),
    ]
  })
}

/** The event that starts an initialization, or starts it anew. */
export function initializationCodeAdded({ secretId, expiresAt }: { secretId: string; expiresAt: string }) {
  return {
    type: 'user.human.initialization.code.added',
    payload: { secretId, expiresAt, returned: false },
  }
}

/**
 * Finishes an initialization with the mailed code, which proves the address, and sets the first password where one is
 * given (the hosted login's step). Wrong tries are counted while the request fails; a code works once.
 */
export async function finishInitialization(
  deps: Deps,
  call: Call,
  userId: string,
  input: { readonly code: string; readonly password?: string },
): Promise<Stream> {
  const ref = { type: 'user', id: userId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const user = await tx.load(ref)
    if (requireHuman(user).status !== 'initial') return notInitial
    const exhausted = refuseExhausted(user, 'initialization')
    if (exhausted) return exhausted
    const code = user.state(initializationFacet)
    const usable = code.kind === 'outstanding' && code.failures < maxFailures ? code : undefined
    const stored = usable && (await tx.secret(user, usable.secretId))
    if (!usable || !codeFits(input.code, stored, usable.expiresAt, tx.now)) {
      await tx.append(user, [{ type: 'user.human.initialization.check.failed', payload: {} }])
      return wrongCode
    }
    const complexity = await passwordComplexityPolicy(tx, tx.instanceId, user.owner)
    const next =
      input.password && ({ kind: 'plain', password: input.password, changeRequired: false } as const)
    const password = next ? await preparePassword(next, complexity) : undefined
    password?.seal(tx, user)
    await tx.append(user, [
      { type: 'user.human.initialization.check.succeeded', payload: {} },
      { type: 'user.human.email.verified', payload: {} },
      ...(password ? [password.event] : []),
    ])
    return user
  })
  return accept<Stream>(result)
}
