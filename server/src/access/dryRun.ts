import type { RequestHeaders } from '../contract/dispatch.ts'
import { ownHeader } from '../contract/ownHeaders.ts'
import type { Traits } from '../contract/traits.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'

/** The header that makes a change run all its checks and commit nothing. */
export const dryRunHeader = 'x-sallyport-dry-run' as const

/** The effects that a dry run measured, by name. */
export type Impact = Readonly<Record<string, number>>

/** A person whom a dry run would affect. */
export interface AffectedPerson {
  readonly userId: string
  readonly orgId: string
  readonly displayName: string
  readonly loginName: string
}

/** What a dry run measured. `people` if they are wanted: those who lose their last factor, as far as the caller may read them. */
export interface Measured {
  readonly impact: Impact
  readonly people?: readonly AffectedPerson[]
}

const unsupported = refuse(
  'request.dry_run_unsupported',
  'invalid_argument',
  'only changes of policies and factors can be run dry; leave the x-sallyport-dry-run header out',
)

/** Whether a request is a dry run, and whether its people are wanted too; throws for methods that have none, and for a header that is neither `true` nor `false`. */
export function wantsDryRun(
  traits: Pick<Traits<never>, 'dryRun'>,
  headers: RequestHeaders,
): 'counts' | 'people' | undefined {
  const wanted = ownHeader(headers, dryRunHeader) ?? 'false'
  if (wanted === 'false') return undefined
  if (!traits.dryRun) throw new DomainError(unsupported)
  return wanted === 'people' ? 'people' : 'counts'
}

/** Returns the member `dryRun` of the JSON of a reply. */
export function dryRunMember({ impact, people }: Measured): Readonly<Record<string, unknown>> {
  return { ...impact, ...(people && { people }) }
}

/** Formats the effects as a structured header (RFC 9651, dictionary): `people-losing-last-factor=2, sessions-lowered=5`. */
export function dictionary(impact: Impact): string {
  return Object.entries(impact)
    .map(([name, count]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${count}`)
    .join(', ')
}
