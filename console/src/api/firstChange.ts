/** A change as it goes to the server. */
export interface SentChange {
  readonly method: string
  /** Of REST, or `/package.Service/Method` for a method of the contract with a JSON body. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Ends an act that is only looked at, where it would send its first change. */
class Held extends Error {}

let hold: ((change: SentChange) => void) | undefined
let last: Promise<unknown> = Promise.resolve()
const sending = new Set<Promise<unknown>>()

/** Runs an act up to its first change, and returns that instead of sending it; undefined if there is none. Reads are sent. One at a time. */
export function firstChange(act: () => Promise<unknown>): Promise<SentChange | undefined> {
  const looked = last.then(async () => {
    await Promise.allSettled(sending)
    let found: SentChange | undefined
    hold = (change) => {
      found ??= change
    }
    try {
      await act()
    } catch (error) {
      if (found === undefined) throw error
    } finally {
      hold = undefined
    }
    return found
  })
  last = looked.catch(() => undefined)
  return looked
}

/** Runs an act that is really sent: after those that are only looked at, and before any other look. */
export async function sendReally<Result>(act: () => Promise<Result>): Promise<Result> {
  await last
  const sent = act()
  sending.add(sent)
  try {
    return await sent
  } finally {
    sending.delete(sent)
  }
}

/** Throws if the change belongs to an act that is only looked at. */
export function sendUnlessHeld(change: () => SentChange): void {
  if (hold === undefined) return
  hold(change())
  throw new Held('only shown')
}

/** Whether an error only ended an act that was looked at. */
export function isHeld(error: unknown): boolean {
  return error instanceof Held
}
