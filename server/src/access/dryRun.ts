import type { RequestHeaders } from '../contract/dispatch.ts'
import { ownHeader } from '../contract/ownHeaders.ts'
import type { Traits } from '../contract/traits.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'

/** The header that makes a change run all its checks and commit nothing. */
export const dryRunHeader = 'x-sallyport-dry-run' as const

/** The effects that a dry run measured, by name. */
export type Impact = Readonly<Record<string, number>>

const unsupported = refuse(
  'request.dry_run_unsupported',
  'invalid_argument',
  'only changes of policies and factors can be run dry; leave the x-sallyport-dry-run header out',
)

/** Whether a request is a dry run; throws for methods that have none, and for a header that is neither `true` nor `false`. */
export function wantsDryRun(traits: Pick<Traits<never>, 'dryRun'>, headers: RequestHeaders): boolean {
  if (ownHeader(headers, dryRunHeader) !== true) return false
  if (!traits.dryRun) throw new DomainError(unsupported)
  return true
}

/** Formats the effects as a structured header (RFC 9651, dictionary): `people-losing-last-factor=2, sessions-lowered=5`. */
export function dictionary(impact: Impact): string {
  return Object.entries(impact)
    .map(([name, count]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${count}`)
    .join(', ')
}
