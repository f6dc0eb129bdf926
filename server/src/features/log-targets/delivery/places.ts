/** Targets that go and targets that fail have places of their own, so that receivers that hang hold up no others. */
export type PlaceKind = 'going' | 'failing'

/** The most targets that a process delivers to at a time. */
const places = { going: 24, failing: 8 } as const satisfies Readonly<Record<PlaceKind, number>>

/** The places that a process may give to further targets. */
export interface Room {
  readonly free: number
  /** An instance has as many places before places are spared for others. */
  readonly fair: number
  /** An instance gets more than its fair part only while as many places stay free. */
  readonly spared: number
  /** The places that each instance has now. */
  readonly held: Readonly<Record<string, number>>
}

/**
 * Returns the room beside deliveries that run, given by their instances. A quarter of the places is the fair part of an instance; half of all are
 * spared. Places cannot be taken back from receivers that hang, and so are not all given to the first instance that wants them.
 */
export function roomBeside(kind: PlaceKind, running: readonly string[]): Room {
  const held: Record<string, number> = {}
  for (const instanceId of running) held[instanceId] = (held[instanceId] ?? 0) + 1
  const all = places[kind]
  return { free: all - running.length, fair: all / 4, spared: all / 2, held }
}
