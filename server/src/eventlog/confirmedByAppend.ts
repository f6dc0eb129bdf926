import { StaleReadError } from './appender.ts'
import { type CachedRead, CacheUse } from './cacheUse.ts'
import type { KeptRead } from './keptReads.ts'
import { type NamedRead, type Read, UnconfirmedError } from './keptReads.ts'

/** The reads of a request that its append confirms. */
export interface AppendReads {
  readonly read: Read
  /** For the `Writing` of the append. */
  readonly cacheUse: CacheUse
  /** Has the value confirmed at once, before an effect outside the append. Throws `UnconfirmedError` if it does not hold. */
  confirm(): Promise<void>
}

/** The cache that values come from. */
interface Source {
  /** Reads what holds. */
  readonly read: Read
  find(read: NamedRead): KeptRead | undefined
  /** Asks the log what has changed, and drops it. */
  confirm(instanceId: string): Promise<void>
  /** Returns what an append repeats to confirm a value; undefined if the log was asked too long ago, or others have many checked. */
  check(known: KeptRead): CachedRead | undefined
  /** Must be called once the request with the check has ended, or does without it. */
  settled(): void
  /** Must be called when a check has failed. */
  failed(): void
}

/** See `ConfirmedReads.byAppend`. One value is left to the append, the first that is kept; others are confirmed when they are read. */
export async function confirmedByAppend<Result>(
  work: (reads: AppendReads) => Promise<Result>,
  source: Source,
): Promise<Result> {
  const cacheUse = new CacheUse({ streams: false })
  let used: { readonly known: KeptRead; readonly read: NamedRead } | undefined
  let isSure = false
  let isSettled = false

  const read: Read = async (one) => {
    const known = isSure || used ? undefined : source.find(one)
    cacheUse.read = known ? source.check(known) : cacheUse.read
    if (known === undefined || cacheUse.read === undefined) return source.read(one)
    used = { known, read: one }
    return known.value as never
  }
  const settle = () => {
    if (used && !isSettled) source.settled()
    isSettled = true
  }
  const holds = async () => {
    settle()
    isSure = true
    cacheUse.read = undefined
    if (used === undefined) return true
    await source.confirm(used.known.instanceId)
    return source.find(used.read) === used.known
  }
  const on: AppendReads = {
    read,
    cacheUse,
    async confirm() {
      if (!isSure && !(await holds())) throw new UnconfirmedError()
    },
  }
  try {
    const result = await work(on)
    if (cacheUse.state === 'confirmed' || (await holds())) return result
  } catch (error) {
    // The append was made, or may have been.
    if (cacheUse.state !== 'unsent') throw error
    if (error instanceof StaleReadError) source.failed()
    const isStale = error instanceof UnconfirmedError || error instanceof StaleReadError
    // A refusal or failure may come from a value that does not hold.
    if ((await holds()) && !isStale) throw error
  } finally {
    settle()
  }
  return work(on)
}
