import type { EventBody, StreamRef } from '../kernel/facet.ts'
import { accept, type Refusal } from '../kernel/refusal.ts'
import type { EventLog, Stream, Transaction, Writing } from './types.ts'

/** Events to append together with an optional refusal, which is thrown after they are committed. */
export interface Verdict {
  readonly events: readonly EventBody[]
  readonly refusal?: Refusal | undefined
  /** The stream's resource owner; required for its first event. */
  readonly owner?: string
}

/** The outcome of a decision: events to append, a refusal that appends nothing, or both in a `Verdict`. */
export type Outcome = readonly EventBody[] | Refusal | Verdict

/** Loads one stream and runs `work` in one unit of work, queued behind other work on that stream. Returns its result. */
export async function workOn<Result>(
  log: Pick<EventLog, 'transact'>,
  writing: Writing,
  ref: Omit<StreamRef, 'instanceId'>,
  work: (stream: Stream, tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { result } = await log.transact(writing, ref, async (tx) => work(await tx.load(ref), tx))
  return result
}

/**
 * Loads a stream, decides on it and appends the events, all in one unit of work; a decision without events appends nothing.
 * `decide` runs again after a conflict, so it must have no effects outside `tx`. Returns the stream after the append, or
 * throws the refusal.
 */
export async function decideOn(
  log: Pick<EventLog, 'transact'>,
  writing: Writing,
  ref: Omit<StreamRef, 'instanceId'>,
  decide: (stream: Stream, tx: Transaction) => Outcome | Promise<Outcome>,
): Promise<Stream> {
  const { stream, refusal } = await workOn(log, writing, ref, async (stream, tx) => {
    const outcome = accept<Exclude<Outcome, Refusal>>(await decide(stream, tx))
    const { events, refusal, owner } = 'events' in outcome ? outcome : { events: outcome }
    if (events.length > 0) await tx.append(stream, events, owner === undefined ? {} : { owner })
    return { stream, refusal }
  })
  return accept<Stream>(refusal ?? stream)
}

/**
 * Decides on one stream with a second one that the decision depends on. Both are loaded in one statement, and if the
 * second one changes before the commit, the decision runs again.
 */
export async function decideWith(
  log: Pick<EventLog, 'transact'>,
  writing: Writing,
  ref: Omit<StreamRef, 'instanceId'>,
  second: Omit<StreamRef, 'instanceId'>,
  decide: (stream: Stream, second: Stream) => readonly EventBody[] | Refusal,
): Promise<Stream> {
  const { result } = await log.transact(writing, ref, async (tx) => {
    const [stream, other] = (await tx.loadAll([ref, second])) as [Stream, Stream]
    await tx.append(stream, accept<readonly EventBody[]>(decide(stream, other)))
    tx.guard(other)
    return stream
  })
  return result
}
