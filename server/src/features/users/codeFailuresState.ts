import type { Stream } from '../../eventlog/types.ts'
import type { EventDefinition } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { codeFailed as passkeyCodeFailed, codeSucceeded as passkeyCodeSucceeded } from '../passkeys/events.ts'
import { passwordChanged, resetCodeFailed } from '../passwords/events.ts'
import {
  emailVerificationFailed,
  emailVerified,
  humanAdded,
  initializationFailed,
  initializationSucceeded,
  inviteFailed,
  inviteSucceeded,
  phoneVerificationFailed,
  phoneVerified,
  userRemoved,
  userUnlocked,
} from './events.ts'

/** The purpose of a code that was sent to a person or returned to the caller. */
type CodeUse = 'passwordReset' | 'email' | 'phone' | 'invite' | 'initialization' | 'passkey'

/**
 * Wrong codes in a row by use, over all codes: neither a new code nor the automatic release of a lock resets the count
 * (NIST SP 800-63B-4 §3.1.3.2).
 */
type CodeFailures = { readonly [use in CodeUse]?: number }

const uses: Readonly<
  Record<CodeUse, { readonly failed: EventDefinition; readonly settled: EventDefinition }>
> = {
  passwordReset: { failed: resetCodeFailed, settled: passwordChanged },
  email: { failed: emailVerificationFailed, settled: emailVerified },
  phone: { failed: phoneVerificationFailed, settled: phoneVerified },
  invite: { failed: inviteFailed, settled: inviteSucceeded },
  initialization: { failed: initializationFailed, settled: initializationSucceeded },
  passkey: { failed: passkeyCodeFailed, settled: passkeyCodeSucceeded },
}

const useOf = new Map(
  (Object.keys(uses) as CodeUse[]).flatMap((use) => {
    const { failed, settled } = uses[use]
    return [[failed.type, use] as const, [settled.type, use] as const]
  }),
)

const none: CodeFailures = {}

/** The number of wrong codes given for a person; a right code, an event that replaces it, or an administrator's unlock ends the row. */
export const codeFailuresFacet: Facet<CodeFailures> = {
  name: 'codeFailures',
  streams: ['user'],
  events: [],
  hears: [
    humanAdded,
    userUnlocked,
    userRemoved,
    ...Object.values(uses).flatMap(({ failed, settled }) => [failed, settled]),
  ],
  initial: none,
  evolve(state, { type, payload }) {
    if (type === userUnlocked.type && payload['automatic'] === true) return state
    const use = useOf.get(type)
    if (use === undefined) return none
    if (type === uses[use].failed.type) return { ...state, [use]: (state[use] ?? 0) + 1 }
    const { [use]: _, ...others } = state
    return others
  },
}

/** The most wrong codes in a row for one use (NIST SP 800-63B-4 §3.2.2). */
const maxFailures = 100

const exhausted = refuse(
  'user.codes_exhausted',
  'failed_precondition',
  'too many wrong codes were given in a row; ask an administrator to do this without the code, or to lock and unlock the user',
)

/** Refuses every code of a use that reached the limit. Only this way is closed; the person's other logins stay open. */
export function refuseExhausted(user: Stream, use: CodeUse): Refusal | undefined {
  return (user.state(codeFailuresFacet)[use] ?? 0) >= maxFailures ? exhausted : undefined
}
