import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const nothing = z.strictObject({})
/** The hashes of all codes are one secret of the user; `codes` is how many the event gives. */
const set = z.strictObject({ secretId: z.string(), codes: z.number().int().positive() })

const prefix = 'user.human.mfa.recovery_codes'

/** If the person has codes already, the new ones follow them. `imported` ones came from another system, in forms of its own. */
export const recoveryCodesAdded = defineEvent(
  `${prefix}.added`,
  set.extend({ imported: z.literal(true).optional() }),
)
/** A new set took the place of the old one, whose codes are void. */
export const recoveryCodesReplaced = defineEvent(`${prefix}.replaced`, set)
/** `cause` names the event that took the person's last other factor; absent if a request removed the codes. */
export const recoveryCodesRemoved = defineEvent(
  `${prefix}.removed`,
  z.strictObject({ cause: z.string().optional() }),
)
/** The position of the used code in its set, from 0. */
export const recoveryCodeUsed = defineEvent(
  `${prefix}.check.succeeded`,
  z.strictObject({ code: z.number().int().nonnegative() }),
)
export const recoveryCodeFailed = defineEvent(`${prefix}.check.failed`, nothing)

/** The events of a person's recovery codes. */
export const recoveryCodeEvents = [
  recoveryCodesAdded,
  recoveryCodesReplaced,
  recoveryCodesRemoved,
  recoveryCodeUsed,
  recoveryCodeFailed,
] as const
export type RecoveryCodeEvent = EventOf<typeof recoveryCodeEvents>

/** A session's proof. */
export const sessionRecoveryCodeChecked = defineEvent('session.recovery_code.checked', nothing)
