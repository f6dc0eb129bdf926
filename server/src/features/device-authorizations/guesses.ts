import { LRUCache } from 'lru-cache'

const perMinute = 30
const minute = 60_000

/**
 * The wrong user codes of callers within a minute, in this process: with 34 bits in a code and 30 guesses a minute, a caller finds
 * one of a thousand waiting devices in about 570 days. The oldest of 10,000 callers is forgotten first.
 */
export class UserCodeGuesses {
  readonly #wrong = new LRUCache<string, { readonly since: number; count: number }>({ max: 10_000 })

  /** Whether the caller may send another code at this instant. */
  mayGuess(caller: string, now: Date): boolean {
    return this.#current(caller, now).count < perMinute
  }

  /** Counts a wrong code. */
  countWrong(caller: string, now: Date): void {
    const current = this.#current(caller, now)
    current.count += 1
    this.#wrong.set(caller, current)
  }

  #current(caller: string, now: Date): { readonly since: number; count: number } {
    const known = this.#wrong.get(caller)
    return known !== undefined && now.getTime() - known.since < minute
      ? known
      : { since: now.getTime(), count: 0 }
  }
}
