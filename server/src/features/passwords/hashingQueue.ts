import { DomainError, refuse } from '../../kernel/refusal.ts'

/** A piece of hashing that waits for a slot. */
export interface Turn {
  /** Names the instance and organization whose turn it is. */
  readonly organization: string
  /** Takes long: one slot is never given to such work. */
  readonly dear?: boolean
  /** Aborts when the caller no longer waits; work that has not begun then never does. */
  readonly signal?: AbortSignal | undefined
}

/** Runs work as soon as it gets a slot. */
export type HashingQueue = <Result>(turn: Turn, work: () => Promise<Result>) => Promise<Result>

type Start = () => void

const abandoned = refuse(
  'password.check_abandoned',
  'deadline_exceeded',
  'the caller stopped waiting before the password was hashed or checked; try again',
)

/**
 * Creates a queue with at least two slots. The organizations that wait take turns, however much each has waiting. Dear
 * work and other work alternate while both wait, and dear work never occupies the last slot.
 */
export function hashingQueue(slots: number): HashingQueue {
  const cheap = new TurnTaking()
  const dear = new TurnTaking()
  let running = 0
  let runningDear = 0
  let dearNext = false

  const startNext = () => {
    while (running < slots) {
      const mayBeDear = runningDear < slots - 1
      const start =
        (mayBeDear && dearNext ? dear.take() : undefined) ??
        cheap.take() ??
        (mayBeDear ? dear.take() : undefined)
      if (start === undefined) return
      dearNext = !dearNext
      start()
    }
  }
  return async (turn, work) => {
    const { signal } = turn
    if (signal?.aborted) throw new DomainError(abandoned)
    await new Promise<void>((resolve, reject) => {
      const lane = turn.dear ? dear : cheap
      const start = () => {
        signal?.removeEventListener('abort', leave)
        running += 1
        if (turn.dear) runningDear += 1
        resolve()
      }
      const leave = () => {
        lane.remove(turn.organization, start)
        reject(new DomainError(abandoned))
      }
      signal?.addEventListener('abort', leave, { once: true })
      lane.add(turn.organization, start)
      startNext()
    })
    try {
      return await work()
    } finally {
      running -= 1
      if (turn.dear) runningDear -= 1
      startNext()
    }
  }
}

/** Waiting work by organization; the organization that has waited longest for its turn is first. */
class TurnTaking {
  readonly #waiting = new Map<string, Set<Start>>()

  add(organization: string, start: Start): void {
    const own = this.#waiting.get(organization)
    if (own) own.add(start)
    else this.#waiting.set(organization, new Set([start]))
  }

  remove(organization: string, start: Start): void {
    const own = this.#waiting.get(organization)
    own?.delete(start)
    if (own?.size === 0) this.#waiting.delete(organization)
  }

  /** Takes the next work; its organization goes to the end. */
  take(): Start | undefined {
    for (const [organization, own] of this.#waiting) {
      const [start] = own
      if (start === undefined) continue
      this.#waiting.delete(organization)
      own.delete(start)
      if (own.size > 0) this.#waiting.set(organization, own)
      return start
    }
    return undefined
  }
}
