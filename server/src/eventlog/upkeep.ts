import type { StreamRef } from '../kernel/facet.ts'

/** The progress of a check or a rebuild. */
export interface Progress {
  readonly streams: number
  readonly total: number
}

/** A difference between the stored data and the fold of the log, or between the log and its record of commits. `detail` never contains a secret or a payload. */
export interface Finding {
  readonly kind:
    | 'sequence_gap'
    | 'events_missing'
    | 'events_unaccounted'
    | 'stream_missing'
    | 'hash_broken'
    | 'unfoldable'
    | 'snapshot_missing'
    | 'snapshot_differs'
    | 'snapshot_outdated'
    | 'snapshot_orphan'
    | 'row_missing'
    | 'row_differs'
    | 'row_orphan'
    | 'secret_missing'
    | 'secret_orphan'
  readonly stream?: StreamRef
  readonly detail: string
}

/** The outcome of a check; without findings the stored state is the fold of the log. */
export interface Verified {
  readonly streams: number
  readonly findings: readonly Finding[]
}

/** The outcome of a rebuild. */
export interface Rebuilt {
  readonly streams: number
  /** Streams that could not be rebuilt and were left unchanged, with the reason. */
  readonly failed: readonly { readonly stream: StreamRef; readonly reason: string }[]
}
