/**
 * One cached read that a request relies on. The append repeats the read and fails unless its result has the same digest.
 */
export interface Claim {
  /** Names the statement in `ClaimStatements`. */
  readonly kind: string
  /** The parameters as JSON; equal ones are read once for a group of appends. */
  readonly question: string
  /** The digest of the result. */
  readonly seen: string
}

/** By kind: a statement that returns `place` (from 1) and `seen` for each question of the JSON array `$1`. */
export type ClaimStatements = Readonly<Record<string, string>>

/**
 * The cached reads that a request relies on until an append confirms them (ADR 12). Until then its reply or refusal may
 * rest on stale data and must not be sent.
 */
export class Premise {
  /** Nothing may be read from caches, but results may be put there. */
  readonly afresh: boolean
  /** Set by the first cached read; without it there is nothing to confirm, and streams are not read from the cache. */
  claim: Claim | undefined
  /** `sent`: an append is to confirm it and has not failed for stale data. */
  state: 'unsent' | 'sent' | 'confirmed' = 'unsent'

  constructor({ afresh = false } = {}) {
    this.afresh = afresh
  }

  /** A cached read is unconfirmed: streams may come from the cache as well, and without an append the request runs again. */
  get open(): boolean {
    return this.claim !== undefined && this.state === 'unsent'
  }
}
