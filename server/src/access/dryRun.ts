import type { DescMethod } from '@bufbuild/protobuf'
import type { RequestHeaders } from '../contract/dispatch.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'

/** Header that runs every check of a policy or factor change and commits nothing. */
export const dryRunHeader = 'x-sallyport-dry-run'

/** What a dry run found, by name. */
export type Impact = Readonly<Record<string, number>>

const unsupported = refuse(
  'request.dry_run_unsupported',
  'invalid_argument',
  'only changes of policies and factors can be run dry; leave the x-sallyport-dry-run header out',
)

/**
 * Methods that change policies, or add and remove factors. Checks and verifications are left out on purpose: a guess
 * that is not counted could be repeated without end.
 */
const dryRunnable =
  /^(add|update|remove|reset|set|activate|register|deactivate)\w*(Policy|PolicyToDefault|Settings|FactorOTP|FactorOTPSMS|FactorOTPEmail|FactorU2F|TOTP|OTPSMS|OTPEmail|U2F|Passkey|Passwordless)$|^(add|remove)(Second|Multi)Factor(To|From)LoginPolicy$/

/** Whether this request asks for a dry run; refuses the wish where it would be ignored or dangerous. */
export function wantsDryRun(method: DescMethod, headers: RequestHeaders): boolean {
  if (headers.get(dryRunHeader) !== 'true') return false
  if (!dryRunnable.test(method.localName)) throw new DomainError(unsupported)
  return true
}

/** The findings as a structured header (RFC 9651, dictionary): `people-losing-last-factor=2, sessions-lowered=5`. */
export function dictionary(impact: Impact): string {
  return Object.entries(impact)
    .map(([name, count]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${count}`)
    .join(', ')
}
