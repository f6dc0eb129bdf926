import type { RequestHeaders } from '../contract/dispatch.ts'
import type { Traits } from '../contract/traits.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'

/** The header that makes a change run all its checks and commit nothing. */
export const dryRunHeader = 'x-sallyport-dry-run'

/** The effects that a dry run measured, by name. */
export type Impact = Readonly<Record<string, number>>

const unsupported = refuse(
  'request.dry_run_unsupported',
  'invalid_argument',
  'only changes of policies and factors can be run dry; leave the x-sallyport-dry-run header out',
)

/** Whether a request is a dry run; refuses it for methods that have none, where it would be ignored or dangerous. */
export function wantsDryRun(traits: Pick<Traits<never>, 'dryRun'>, headers: RequestHeaders): boolean {
  if (headers.get(dryRunHeader) !== 'true') return false
  if (!traits.dryRun) throw new DomainError(unsupported)
  return true
}

/** Formats the effects as a structured header (RFC 9651, dictionary): `people-losing-last-factor=2, sessions-lowered=5`. */
export function dictionary(impact: Impact): string {
  return Object.entries(impact)
    .map(([name, count]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${count}`)
    .join(', ')
}
