/**
 * An instant with the precision of PostgreSQL's timestamptz. Its ISO 8601 text has microseconds unless they are 0; then it has
 * milliseconds, as the texts of instants that version 0.2.0 stored. Everything else about it is a `Date`, without microseconds.
 */
export class Instant extends Date {
  readonly #microseconds: number

  /** `epochMicroseconds` counts from 1970 in UTC; a fraction is dropped. */
  constructor(epochMicroseconds: number | bigint) {
    const isNumber = typeof epochMicroseconds === 'number'
    const milliseconds = isNumber ? Math.floor(epochMicroseconds / 1000) : millisecondsOf(epochMicroseconds)
    super(milliseconds)
    this.#microseconds = isNumber
      ? Math.floor(epochMicroseconds) - milliseconds * 1000
      : Number(epochMicroseconds - BigInt(milliseconds) * 1000n)
  }

  override toISOString(): string {
    const milliseconds = this.getTime()
    const second = Math.floor(milliseconds / 1000)
    const text = secondText(second) + threeDigits(milliseconds - second * 1000)
    return this.#microseconds === 0 ? `${text}Z` : `${text}${threeDigits(this.#microseconds)}Z`
  }

  override toJSON(): string {
    return this.toISOString()
  }
}

function millisecondsOf(microseconds: bigint): number {
  const rest = microseconds % 1000n
  return Number((microseconds - (rest < 0n ? rest + 1000n : rest)) / 1000n)
}

let lastSecond = { second: 0, text: '1970-01-01T00:00:00.' }

/** Returns the text of a second up to its fraction. Most instants are of the second of the one before. */
function secondText(second: number): string {
  if (lastSecond.second !== second) {
    lastSecond = { second, text: new Date(second * 1000).toISOString().slice(0, -4) }
  }
  return lastSecond.text
}

function threeDigits(value: number): string {
  if (value >= 100) return String(value)
  return value >= 10 ? `0${value}` : `00${value}`
}

const parts = /^([^.]+)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

/** Splits the ISO 8601 text of an instant into whole seconds since 1970 and nanoseconds, as protobuf's Timestamp has them. */
export function secondsAndNanos(iso: string): { readonly seconds: bigint; readonly nanos: number } {
  const [, whole, fraction = '', zone] = parts.exec(iso) ?? []
  const milliseconds = Date.parse(`${whole}${zone}`)
  if (Number.isNaN(milliseconds)) throw new Error('the text is no ISO 8601 instant')
  return { seconds: BigInt(milliseconds / 1000), nanos: Number(fraction.padEnd(9, '0')) }
}

/** Returns the instant of these seconds since 1970 and nanoseconds, which are cut to microseconds. */
export function instantOf({ seconds, nanos }: { readonly seconds: bigint; readonly nanos: number }): Instant {
  return new Instant(seconds * 1_000_000n + BigInt(Math.floor(nanos / 1000)))
}

/** Returns the instant that lies `milliseconds` after another one and has its microseconds. */
export function later(instant: Date, milliseconds: number): Instant {
  const { seconds, nanos } = secondsAndNanos(instant.toISOString())
  const whole = Math.trunc(milliseconds)
  const shift = BigInt(whole) * 1000n + BigInt(Math.round((milliseconds - whole) * 1000))
  return new Instant(seconds * 1_000_000n + BigInt(nanos / 1000) + shift)
}
