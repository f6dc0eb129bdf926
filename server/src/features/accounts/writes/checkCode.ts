import type { Verdict } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { codeFits } from '../../settings/index.ts'
import { refuseExhausted } from '../../users/index.ts'

/** An outstanding code; its plain text is a sealed secret. */
export interface Code {
  readonly secretId: string
  readonly expiresAt: string
}

interface CodeState extends Code {
  readonly kind: 'outstanding'
  readonly failures: number
}

/** Wrong tries that void a code, so that it cannot be guessed within its lifetime. */
const maxFailures = 10

/** Returns the code unless there is none or too many wrong tries have voided it. */
export function usableCode(state: CodeState | { readonly kind: 'none' }): Code | null {
  return state.kind === 'outstanding' && state.failures < maxFailures ? state : null
}

/** Checks a code; if it is right `fits` is appended, or refuses and leaves it as it is; if it is wrong `failed` is appended and the request refused. */
export async function checkCode(
  tx: Transaction,
  user: Stream,
  given: string,
  rules: {
    readonly use: Parameters<typeof refuseExhausted>[1]
    readonly code: Code | null
    readonly failed: EventBody
    readonly wrong: Refusal
    readonly fits: () => readonly EventBody[] | Promise<readonly EventBody[] | Refusal>
  },
): Promise<Verdict | Refusal> {
  const { use, code, failed, wrong, fits } = rules
  const exhausted = refuseExhausted(user, use)
  if (exhausted) return exhausted
  const stored = code ? await tx.secret(user, code.secretId) : undefined
  if (code === null || !codeFits(given, stored, code.expiresAt, tx.now))
    return { events: [failed], refusal: wrong }
  const outcome = await fits()
  return isRefusal(outcome) ? outcome : { events: outcome }
}
