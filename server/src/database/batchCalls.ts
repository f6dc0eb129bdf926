import { fastPaths } from '../kernel/fastPaths.ts'
import { DomainError } from '../kernel/refusal.ts'

/** Fetches one value by a statement that starts after the call. */
export type BatchedCall<Key, Value> = (key: Key) => Promise<Value>

/** The rules of batching. */
interface Batching<Key, Value> {
  /** The maximum number of keys in a batch. */
  readonly size: number
  /** The number of waiting keys that starts a second statement while one is running (default: none does). */
  readonly ahead?: number
  /** Returns values in the order of the keys, or rejects without an effect. */
  run(keys: readonly Key[]): Promise<readonly Value[]>
  /** Selects the keys of the next batch; its predicate is called once per waiting key, in order. Default: all. */
  admit?(): (key: Key) => boolean
}

interface Waiting<Key, Value> {
  readonly key: Key
  resolve(value: Value): void
  reject(error: unknown): void
}

/** Milliseconds after which a running statement no longer delays the next one. */
const slow = 25
/** The maximum number of statements at a time: one, and another only if all running ones are `slow`, such as behind a lock. */
const maxRunning = 3

/**
 * Batches keys that arrive while a statement is running into the next one. If a batch fails, each key is retried alone, so
 * that a bad key fails only its own caller.
 */
export function batchCalls<Key, Value>(batching: Batching<Key, Value>): BatchedCall<Key, Value> {
  if (!fastPaths) return async (key) => (await batching.run([key]))[0] as Value
  let waiting: Waiting<Key, Value>[] = []
  let running = 0
  let slowCount = 0
  let scheduled = false

  const ahead = batching.ahead ?? Number.POSITIVE_INFINITY
  const mayStart = () => {
    if (waiting.length === 0 || running >= maxRunning) return false
    return running === slowCount || (running === 1 && waiting.length >= ahead)
  }
  const schedule = () => {
    if (scheduled || !mayStart()) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      if (mayStart()) void runBatch()
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
  const runAlone = async ({ key, resolve, reject }: Waiting<Key, Value>) => {
    try {
      const [value] = await batching.run([key])
      resolve(value as Value)
    } catch (error) {
      reject(error)
    }
  }
  /** Runs the statement; the returned function settles the callers. */
  const execute = async (taken: readonly Waiting<Key, Value>[]): Promise<() => void> => {
    try {
      const values = await batching.run(taken.map(({ key }) => key))
      return () => {
        taken.forEach(({ resolve }, at) => {
          resolve(values[at] as Value)
        })
      }
    } catch (error) {
      if (taken.length > 1 && !isOutage(error)) await Promise.all(taken.map(runAlone))
      return () => {
        for (const { reject } of taken) reject(error)
      }
    }
  }
  const runBatch = async () => {
    const taken = take()
    running++
    let isSlow = false
    const overdue = setTimeout(() => {
      isSlow = true
      slowCount++
      schedule()
    }, slow)
    const settle = await execute(taken)
    clearTimeout(overdue)
    running--
    if (isSlow) slowCount--
    // The next statement is sent before these callers continue, so that the database does not wait for them.
    if (mayStart()) void runBatch()
    settle()
  }
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      schedule()
    })
}

/** The database itself is failing; retrying each key would only add load. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof DomainError)) return false
  return error.refusal.kind === 'unavailable' || error.refusal.kind === 'deadline_exceeded'
}
