import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { accept, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { organizationKey, preparePassword } from '../../passwords/index.ts'
import { type NewCode, newCode, passwordComplexityPolicy } from '../../settings/index.ts'
import {
  emailChanged,
  emailVerified,
  initializationCodeAdded,
  initializationFacet,
  initializationFailed,
  initializationSucceeded,
  requireHuman,
} from '../../users/index.ts'
import { parseEmail } from '../addresses.ts'
import { decideOnUser, personAt, type Target } from '../target.ts'
import { checkCode, usableCode } from './checkCode.ts'
import { refuseUnusable } from './refuseUnusable.ts'

const notInitial = refuse(
  'user.initialized_already',
  'failed_precondition',
  'the person has already finished the initialization; nothing is left to do',
)
const wrongCode = refuse(
  'user.initialization_code_wrong',
  'invalid_argument',
  'the initialization code is wrong or expired; request a new one',
)

/** Sends a new initialization code (`ResendHumanInitialization`), to `newAddress` unless it is ''. */
export async function resendInitialization(
  deps: Deps,
  call: Call,
  target: Target,
  newAddress: string,
): Promise<Stream> {
  const email = newAddress === '' ? undefined : accept(parseEmail(newAddress))
  const code = await newCode(deps.database, call, 'init_code')
  return decideOnUser(deps, call, target, (user, tx) => {
    const human = personAt(user, { ...target, initialAllowed: true })
    if (human.status !== 'initial') return notInitial
    requirePermission(call, 'user.write', { orgId: user.owner })
    tx.seal(user, code.secretId, code.plain)
    const moves = email !== undefined && email !== human.email.address
    return [...(moves ? [emailChanged({ email })] : []), initializationStarted(code)]
  })
}

/** Builds the event that starts an initialization or replaces its code. */
export function initializationStarted({ secretId, expiresAt }: NewCode) {
  return initializationCodeAdded({ secretId, expiresAt, returned: false })
}

/**
 * Finishes an initialization with the mailed code, which proves the address, and sets the first password if one is given
 * (the hosted login's step).
 */
export function finishInitialization(
  deps: Deps,
  call: Call,
  target: Pick<Target, 'userId'>,
  input: { readonly code: string; readonly password?: string },
): Promise<Stream> {
  return decideOnUser(deps, call, target, (user, tx) => {
    if (requireHuman(user).status !== 'initial') return notInitial
    return checkCode(tx, user, input.code, {
      use: 'initialization',
      code: usableCode(user.state(initializationFacet)),
      failed: initializationFailed(),
      wrong: wrongCode,
      async fits() {
        const unusable = await refuseUnusable(user, tx)
        if (unusable) return unusable
        const complexity = await passwordComplexityPolicy(tx, tx.instanceId, user.owner)
        const password =
          input.password &&
          (await preparePassword(
            { kind: 'plain', password: input.password, changeRequired: false },
            complexity,
            { organization: organizationKey(user), signal: call.signal() },
          ))
        if (password) password.seal(tx, user)
        return [initializationSucceeded(), emailVerified(), ...(password ? [password.event] : [])]
      },
    })
  })
}
