import { type Place, Queue } from '../../kernel/queue.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'

/** A piece of hashing that waits for a slot. */
export interface Turn {
  /** Names the instance and organization whose turn it is. */
  readonly organization: string
  /** Takes long, and waits in a lane of its own. */
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
 * work and other work alternate while both wait, and neither ever occupies the last slot: logins do not wait for dear hashes, and
 * a storm of logins leaves a processor to everything else.
 */
export function hashingQueue(slots: number): HashingQueue {
  const cheap = new Lane(slots - 1)
  const dear = new Lane(slots - 1)
  let dearNext = false

  const startNext = () => {
    while (cheap.running + dear.running < slots) {
      const [first, second] = dearNext ? [dear, cheap] : [cheap, dear]
      const start = first.take() ?? second.take()
      if (start === undefined) return
      dearNext = !dearNext
      start()
    }
  }
  return async (turn, work) => {
    const { signal } = turn
    const lane = turn.dear ? dear : cheap
    if (signal?.aborted) throw new DomainError(abandoned)
    await new Promise<void>((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', leave)
        lane.running += 1
        resolve()
      }
      const leaveLane = lane.add(turn.organization, start)
      const leave = () => {
        leaveLane()
        reject(new DomainError(abandoned))
      }
      signal?.addEventListener('abort', leave, { once: true })
      startNext()
    })
    try {
      return await work()
    } finally {
      lane.running -= 1
      startNext()
    }
  }
}

/** Waiting work of one kind by organization; the organization that has waited longest for its turn is first. */
class Lane {
  readonly #turns = new Queue<Waiting>()
  readonly #byOrganization = new Map<string, Waiting>()
  readonly #most: number
  running = 0

  /** At most so many pieces of this kind run at once. */
  constructor(most: number) {
    this.#most = most
  }

  /** Returns a function by which the work leaves before its turn. */
  add(organization: string, start: Start): () => void {
    const own = this.#byOrganization.get(organization) ?? this.#enter(organization)
    const place = own.starts.add(start)
    return () => {
      if (own.starts.remove(place) && own.starts.first === undefined) this.#leave(own)
    }
  }

  /** Takes the next work if another piece may run; its organization goes to the end. */
  take(): Start | undefined {
    if (this.running >= this.#most) return undefined
    const own = this.#turns.take()
    if (own === undefined) return undefined
    const start = own.starts.take()
    if (own.starts.first === undefined) this.#byOrganization.delete(own.organization)
    else own.place = this.#turns.add(own)
    return start
  }

  #enter(organization: string): Waiting {
    const own = new Waiting(organization, this.#turns)
    this.#byOrganization.set(organization, own)
    return own
  }

  #leave(own: Waiting): void {
    this.#turns.remove(own.place)
    this.#byOrganization.delete(own.organization)
  }
}

/** The work of an organization that waits, and the place of its turn. */
class Waiting {
  readonly organization: string
  readonly starts = new Queue<Start>()
  place: Place<Waiting>

  constructor(organization: string, turns: Queue<Waiting>) {
    this.organization = organization
    this.place = turns.add(this)
  }
}
