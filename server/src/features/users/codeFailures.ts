import type { Stream } from '../../eventlog/types.ts'
import type { Facet } from '../../kernel/facet.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

/** What a person does with a code that was sent to them or handed over. */
type CodeUse = 'passwordReset' | 'email' | 'phone' | 'invite' | 'initialization' | 'passkey'

/** Wrong codes in a row by use, over all codes: a new code never resets the count (NIST SP 800-63B-4 §3.1.3.2). */
type CodeFailures = { readonly [use in CodeUse]?: number }

const uses: Readonly<Record<CodeUse, { readonly failed: string; readonly settled: string }>> = {
  passwordReset: {
    failed: 'user.human.password.code.check.failed',
    settled: 'user.human.password.changed',
  },
  email: { failed: 'user.human.email.verification.failed', settled: 'user.human.email.verified' },
  phone: { failed: 'user.human.phone.verification.failed', settled: 'user.human.phone.verified' },
  invite: { failed: 'user.human.invite.check.failed', settled: 'user.human.invite.check.succeeded' },
  initialization: {
    failed: 'user.human.initialization.check.failed',
    settled: 'user.human.initialization.check.succeeded',
  },
  passkey: {
    failed: 'user.human.passwordless.initialization.code.check.failed',
    settled: 'user.human.passwordless.initialization.code.check.succeeded',
  },
}

const useOf = new Map<string, CodeUse>(
  (Object.keys(uses) as CodeUse[]).flatMap((use) => [
    [uses[use].failed, use],
    [uses[use].settled, use],
  ]),
)

const none: CodeFailures = {}

/** How often wrong codes were given for a person; a right one, or what makes it needless, ends the row. */
export const codeFailuresFacet: Facet<CodeFailures> = {
  name: 'codeFailures',
  streams: ['user'],
  events: {},
  initial: none,
  evolve(state, { type }) {
    if (type === 'user.removed' || type === 'user.human.added' || type === 'user.unlocked') return none
    const use = useOf.get(type)
    if (use === undefined) return state
    if (type === uses[use].failed) return { ...state, [use]: (state[use] ?? 0) + 1 }
    const { [use]: _, ...others } = state
    return others
  },
}

/** The most wrong codes in a row for one use (NIST SP 800-63B-4 §3.2.2). */
const maxFailures = 100

const exhausted = refuse(
  'user.codes_exhausted',
  'failed_precondition',
  'too many wrong codes were given in a row; an administrator must do this in place of the code, or lock and unlock the user',
)

/** Why no code is looked at for this use any more. Only this way ends: every other login of the person stays open. */
export function refuseExhausted(user: Stream, use: CodeUse): Refusal | undefined {
  return (user.state(codeFailuresFacet)[use] ?? 0) >= maxFailures ? exhausted : undefined
}
