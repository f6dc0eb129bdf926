import type { TrailEvent } from './readTrail.ts'

/** The most events that one page examines; a page that ends before says where the next one begins. */
const mostExamined = 20_000

/** The events of a part: 1,000 payloads of the greatest size can be searched well within the time of a statement. */
const partSize = 1000

/** A page ends with the event by which its payloads reach this size: a payload may have hundreds of kilobytes. */
const usualBytes = 4 * 1024 * 1024

/** A page of events, and where the next one begins; undefined after the last event. */
export interface Page<Cursor> {
  readonly events: readonly TrailEvent[]
  readonly next: Cursor | undefined
}

/** What bounds a page. */
export interface PageBounds {
  readonly limit: number
  /** Milliseconds after which a page that is read in parts ends; 500 unless given. */
  readonly patience?: number
  /** The size of payloads with which a page ends; 4 MiB unless given. */
  readonly mostBytes?: number
}

/** What bounds a part of a page: the events that it returns and examines, and the size of the payloads that it returns. */
export interface PartBounds {
  readonly limit: number
  readonly examined: number
  readonly bytes: number
}

/** A part of a page; `isFull`: one of its bounds is reached. */
export interface Part<Cursor> extends Page<Cursor> {
  readonly isFull: boolean
  /** The size of the payloads. */
  readonly bytes: number
}

/** Which events match the conditions of a page, and what it costs to know: all of them, some, or some by a comparison that is dear. */
export type Matching = 'all' | 'some' | 'some, dear'

/** How many events the parts of a page examine. Where some match, the first part is small, because it usually fills the page. */
function partSizes(matching: Matching, limit: number): readonly number[] {
  if (matching === 'all') return [limit]
  if (matching === 'some') return [partSize, mostExamined - partSize]
  return Array.from({ length: mostExamined / partSize }, () => partSize)
}

/**
 * Reads a page of at most 20,000 examined events; with dear conditions, until `patience` is over. The page then ends early, so that the
 * time that it takes does not depend on the size of payloads.
 */
export async function readInParts<Cursor>(
  { limit, patience = 500, mostBytes = usualBytes, matching }: PageBounds & { readonly matching: Matching },
  from: Cursor | undefined,
  read: (bounds: PartBounds, from: Cursor | undefined) => Promise<Part<Cursor>>,
): Promise<Page<Cursor>> {
  const until = matching === 'some, dear' ? performance.now() + patience : Number.POSITIVE_INFINITY
  const events: TrailEvent[] = []
  let bytes = 0
  let next = from
  for (const examined of partSizes(matching, limit)) {
    const part = await read({ limit: limit - events.length, examined, bytes: mostBytes - bytes }, next)
    events.push(...part.events)
    bytes += part.bytes
    next = part.next
    if (next === undefined || part.isFull || bytes >= mostBytes || performance.now() > until) break
  }
  return { events, next }
}
