import type { Job, WorkerEvents } from 'graphile-worker'

/** The share of the places of a process that jobs may have which wait for other systems. */
const outsidePart = 2 / 3

/** The share of those that one receiver may have, and that all receivers may have which failed at last. */
const receiverPart = 1 / 4

/** How many receivers that failed at last are remembered. */
const mostFailing = 1000

/**
 * Shares the places of a process among the jobs that wait for other systems, by their `outsideFlags`. Returns the `forbiddenFlags` of the
 * library, which waits until the fetch before has ended, so that its job is counted. A place cannot be taken back from a
 * receiver that hangs, therefore:
 *
 * - such jobs leave a third of all places to the others;
 * - those of one instance and kind get a further place only while they have fewer than are free, so that something is left for the next;
 * - one receiver of several gets a quarter at most;
 * - a receiver whose last attempt failed has one place until it accepts something, and all of these have a quarter together.
 */
export function fairPlaces(events: WorkerEvents, concurrency: number): () => Promise<string[]> {
  const places = Math.ceil(concurrency * outsidePart)
  const most = Math.ceil(places * receiverPart)
  const running = new Map<string, Marks>()
  const failing = new Set<string>()
  const flags = (): string[] => {
    const free = places - running.size
    if (free <= 0) return ['outside']
    const held = [...running.values()]
    const kinds = countOf(held.map(({ kind }) => kind))
    const receivers = countOf(held.map(({ receiver }) => receiver))
    const isFull = held.filter(({ receiver }) => failing.has(receiver)).length >= most
    return [
      ...[...kinds].flatMap(([kind, count]) => (count >= free ? [kind] : [])),
      ...[...receivers].flatMap(([receiver, count]) =>
        !kinds.has(receiver) && count >= most ? [receiver] : [],
      ),
      ...[...failing].filter((receiver) => isFull || receivers.has(receiver)),
    ]
  }
  let last: Promise<void> = Promise.resolve()
  let fetched = () => {}
  events.on('job:start', ({ job }) => {
    const marks = marksOf(job)
    if (marks) running.set(job.id, marks)
    fetched()
  })
  events.on('worker:getJob:empty', () => fetched())
  events.on('worker:getJob:error', () => fetched())
  events.on('job:complete', ({ job, error }) => {
    const marks = running.get(job.id)
    if (!marks) return
    running.delete(job.id)
    failing.delete(marks.receiver)
    if (error) failing.add(marks.receiver)
    const [oldest] = failing
    if (oldest !== undefined && failing.size > mostFailing) failing.delete(oldest)
  })
  return async () => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    await before
    fetched = resolve
    return flags()
  }
}

interface Marks {
  readonly kind: string
  /** That of the kind if it has only one. */
  readonly receiver: string
}

/** Undefined for a job that waits for no other system. */
function marksOf({ flags }: Job): Marks | undefined {
  const names = Object.keys(flags ?? {})
  const kind = names.find((name) => name.startsWith('kind:'))
  if (kind === undefined) return undefined
  return { kind, receiver: names.find((name) => name.startsWith('receiver:')) ?? kind }
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
