/** A cached read that a request relies on. The append repeats it and fails unless the result has the same digest. */
export interface CachedRead {
  /** Names the statement in `CachedReadStatements`. */
  readonly kind: string
  /** The parameters as JSON; equal ones are read once for a group of appends. */
  readonly parameters: string
  /** Of the result. */
  readonly digest: string
}

/** By kind: a statement that returns `ordinal` (from 1) and `digest` for each element of the JSON array `$1`. */
export type CachedReadStatements = Readonly<Record<string, string>>

/**
 * The use of caches by one try of a request (ADR 12). Until an append confirms it, the reply or refusal may rest on stale
 * data and must not be sent.
 */
export class CacheUse {
  /** Reads skip the caches but may fill them. */
  readonly bypass: boolean
  /** Whether streams may come from the cache, too: whoever believes a refusal must have them confirmed as well. */
  readonly streams: boolean
  /** Set by the first cached read; without it there is nothing to confirm, and streams are not read from the cache. */
  read: CachedRead | undefined
  /** `sent`: an append is to confirm the read and has not failed because of stale data. */
  state: 'unsent' | 'sent' | 'confirmed' = 'unsent'

  constructor({ bypass = false, streams = true } = {}) {
    this.bypass = bypass
    this.streams = streams
  }

  /** While true, streams may come from the cache too, and a request that ends without an append runs again. */
  get unconfirmed(): boolean {
    return this.read !== undefined && this.state === 'unsent'
  }
}
