/** The only source of the current time; commands get the instant they decide at from it. */
export interface Clock {
  now(): Date
}

/** The machine's clock. Server time only: no instant sent by a client is ever trusted (ASVS 6.5.8). */
export const systemClock: Clock = { now: () => new Date() }
