import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { codeFits } from '../../settings/index.ts'
import {
  contactEvents,
  emailCodeFacet,
  emailVerified,
  inviteFacet,
  inviteFailed,
  inviteSucceeded,
  refuseExhausted,
  userFacet,
} from '../../users/index.ts'
import { decideOnUser, type Target } from '../target.ts'
import { type Code, usableCode } from './checkCode.ts'
import { hasCredential, refuseUnusable } from './refuseUnusable.ts'

const wrongCode = refuse(
  'user.mailed_code_wrong',
  'invalid_argument',
  'the code is wrong, used or expired; check it or request a new one',
)

/**
 * Takes a code that was mailed to prove the address of an initialized person, of an invitation or of the address itself: people do not know
 * the difference. One refusal stands for wrong codes and for users who have none, so that it tells nobody who exists. A right code that
 * would lead nowhere stays as it is.
 */
export function takeMailedCode(
  deps: Deps,
  call: Call,
  target: Pick<Target, 'userId'>,
  given: string,
): Promise<Stream> {
  return decideOnUser(deps, call, target, async (user, tx) => {
    const state = user.state(userFacet)
    if (state.kind !== 'human' || state.status === 'initial') return wrongCode
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    const mailed = mailedCodes(user)
    for (const { code, taken } of mailed) {
      if (await fits(tx, user, code, given)) return (await refuseForNothing(user, tx)) ?? taken
    }
    return { events: mailed.map(({ failed }) => failed), refusal: wrongCode }
  })
}

/** People without a credential take a code in order to set one up; to all others it proves the address, whatever their state is. */
async function refuseForNothing(user: Stream, tx: Transaction): Promise<Refusal | undefined> {
  return hasCredential(user) ? undefined : refuseUnusable(user, tx)
}

interface MailedCode {
  readonly code: Code
  readonly taken: readonly EventBody[]
  readonly failed: EventBody
}

/** The outstanding codes of a person; none of a kind that was guessed wrongly too often. */
function mailedCodes(user: Stream): readonly MailedCode[] {
  const invitation = user.state(inviteFacet).code
  const address = usableCode(user.state(emailCodeFacet))
  return [
    ...(invitation && !refuseExhausted(user, 'invite')
      ? [{ code: invitation, taken: [inviteSucceeded(), emailVerified()], failed: inviteFailed() }]
      : []),
    ...(address && !refuseExhausted(user, 'email')
      ? [{ code: address, taken: [emailVerified()], failed: contactEvents.email.failed() }]
      : []),
  ]
}

async function fits(tx: Transaction, user: Stream, code: Code, given: string): Promise<boolean> {
  return codeFits(given, await tx.secret(user, code.secretId), code.expiresAt, tx.now)
}
