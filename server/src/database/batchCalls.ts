import { fastPaths } from '../kernel/fastPaths.ts'
import { DomainError } from '../kernel/refusal.ts'

/** Fetches one value by a statement that starts after the call. */
export type Ask<Key, Value> = (key: Key) => Promise<Value>

/** How keys are batched. */
interface Batching<Key, Value> {
  /** The most keys of one batch. */
  readonly size: number
  /** How many waiting keys start a second statement while one is running (default: never). */
  readonly ahead?: number
  /** Returns values in the order of the keys, or fails without an effect. */
  answer(keys: readonly Key[]): Promise<readonly Value[]>
  /** Chooses the next batch, in place of the first `size` keys: a predicate called once per waiting key, in order. */
  admit?(): (key: Key) => boolean
}

interface Waiting<Key, Value> {
  readonly key: Key
  resolve(value: Value): void
  reject(error: unknown): void
}

/** Milliseconds. */
const slow = 25
/** The most statements at a time: one, and another only if all running ones are `slow`, such as behind a lock. */
const flights = 3

/**
 * Batches keys that arrive while a statement is running into the next one. If a batch fails, each key is retried alone, so
 * that a bad key fails its own caller only.
 */
export function batchCalls<Key, Value>(batching: Batching<Key, Value>): Ask<Key, Value> {
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
  /** Runs a batch; the function that it returns settles the callers. */
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
    // The next statement is sent before the callers go on with these values: the database should not wait for them.
    if (mayFly()) void fly()
    tell()
  }
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      schedule()
    })
}

/** The database itself is failing; retrying each key would only add load. */
function passes(error: unknown): boolean {
  if (!(error instanceof DomainError)) return false
  return error.refusal.kind === 'unavailable' || error.refusal.kind === 'deadline_exceeded'
}
