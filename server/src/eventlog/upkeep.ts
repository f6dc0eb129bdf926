import type { StreamRef } from '../kernel/facet.ts'

/** The progress of a check or a rebuild. */
export interface Progress {
  readonly streams: number
  readonly total: number
}

/** The kinds of findings; their names are those that `log rebuild --accept` takes. */
export const findingKinds = [
  'sequence_gap',
  'events_missing',
  'events_unaccounted',
  'stream_missing',
  'hash_broken',
  'hash_unkeyed',
  'seal_broken',
  'seal_missing',
  'removal_forged',
  'head_missing',
  'unfoldable',
  'snapshot_missing',
  'snapshot_differs',
  'snapshot_outdated',
  'snapshot_orphan',
  'row_missing',
  'row_differs',
  'row_orphan',
  'secret_missing',
  'secret_broken',
  'secret_orphan',
  'data_key_missing',
  'data_key_broken',
] as const

/** The kind of a finding. */
export type FindingKind = (typeof findingKinds)[number]

/** A difference between the stored data and the fold of the log, or between the log and its seals or record of commits. `detail` never contains a secret or a payload. */
export interface Finding {
  readonly kind: FindingKind
  readonly stream?: StreamRef
  readonly detail: string
}

/** A rebuild would erase or keep these findings without having been told to accept their kinds; nothing was written. */
export class FindingsError extends Error {
  override readonly name = 'FindingsError'
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    const kinds = [...new Set(findings.map(({ kind }) => kind))].join(',')
    super(
      `nothing was rebuilt, because a rebuild would hide these findings; examine them, then run log rebuild --accept ${kinds}`,
    )
    this.findings = findings
  }
}

/** The outcome of a check; without findings the stored state is the fold of the log. */
export interface Verified {
  readonly streams: number
  /** How many events of dead streams the retention has removed, as the seals prove. */
  readonly retired: number
  readonly findings: readonly Finding[]
}

/** The outcome of a rebuild. */
export interface Rebuilt {
  readonly streams: number
  /** Streams that could not be rebuilt and were left unchanged, with the reason. */
  readonly failed: readonly { readonly stream: StreamRef; readonly reason: string }[]
}
