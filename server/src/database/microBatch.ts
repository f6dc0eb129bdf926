import { fastPaths } from '../kernel/fastPaths.ts'
import { DomainError } from '../kernel/refusal.ts'

/** Asks for one value; the answer comes from a statement that starts after the question. */
export type Ask<Key, Value> = (key: Key) => Promise<Value>

/** How questions share statements. */
interface Batching<Key, Value> {
  /** The most questions one statement takes. */
  readonly size: number
  /** How many waiting keys are worth a second statement behind one that is under way (default: no number is). */
  readonly ahead?: number
  /** Answers in the order of the keys, or fails having done nothing. */
  answer(keys: readonly Key[]): Promise<readonly Value[]>
  /** Chooses who goes next, in place of the first `size`: a predicate that is asked once per waiting key, in order. */
  admit?(): (key: Key) => boolean
}

interface Waiting<Key, Value> {
  readonly key: Key
  resolve(value: Value): void
  reject(error: unknown): void
}

/** Milliseconds. */
const slow = 25
/** The most statements that run at a time: one, and another one only when all others are `slow`, as behind a lock. */
const flights = 3

/**
 * Lets questions that come while others are being answered share a statement. When that fails, each is asked by itself:
 * a key that no statement takes fails its own asker only.
 */
export function microBatch<Key, Value>(batching: Batching<Key, Value>): Ask<Key, Value> {
  if (!fastPaths) return async (key) => (await batching.answer([key]))[0] as Value
  let waiting: Waiting<Key, Value>[] = []
  let flying = 0
  let late = 0
  let scheduled = false

  const ahead = batching.ahead ?? Number.POSITIVE_INFINITY
  const mayFly = () => {
    if (waiting.length === 0 || flying >= flights) return false
    return flying === late || (flying === 1 && waiting.length >= ahead)
  }
  const schedule = () => {
    if (scheduled || !mayFly()) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      if (mayFly()) void fly()
    })
  }
  const take = () => {
    const admitted = batching.admit?.() ?? (() => true)
    const taken: Waiting<Key, Value>[] = []
    const rest: Waiting<Key, Value>[] = []
    for (const one of waiting) {
      if (taken.length < batching.size && admitted(one.key)) taken.push(one)
      else rest.push(one)
    }
    waiting = rest
    return taken
  }
  const askAlone = async ({ key, resolve, reject }: Waiting<Key, Value>) => {
    try {
      const [value] = await batching.answer([key])
      resolve(value as Value)
    } catch (error) {
      reject(error)
    }
  }
  /** Asks them all; what it returns tells each of them. */
  const ask = async (taken: readonly Waiting<Key, Value>[]): Promise<() => void> => {
    try {
      const values = await batching.answer(taken.map(({ key }) => key))
      return () => {
        taken.forEach(({ resolve }, at) => {
          resolve(values[at] as Value)
        })
      }
    } catch (error) {
      if (taken.length > 1 && !passes(error)) await Promise.all(taken.map(askAlone))
      return () => {
        for (const { reject } of taken) reject(error)
      }
    }
  }
  const fly = async () => {
    const taken = take()
    flying++
    let isLate = false
    const overdue = setTimeout(() => {
      isLate = true
      late++
      schedule()
    }, slow)
    const tell = await ask(taken)
    clearTimeout(overdue)
    flying--
    if (isLate) late--
    // The next statement leaves before these answers are worked on: the database should not wait for that.
    if (mayFly()) void fly()
    tell()
  }
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      schedule()
    })
}

/** What is the database's state and no fault of a key: asking again would only add to it. */
function passes(error: unknown): boolean {
  if (!(error instanceof DomainError)) return false
  return error.refusal.kind === 'unavailable' || error.refusal.kind === 'deadline_exceeded'
}
