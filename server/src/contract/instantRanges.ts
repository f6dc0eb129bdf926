/** Seconds and nanoseconds, as `google.protobuf.Timestamp` and `Duration` carry them. */
export interface SecondsAndNanos {
  readonly seconds: bigint
  readonly nanos: number
}

/**
 * Returns the reason why a message of time is outside the range of its type, or undefined: years 1 to 9999 for
 * `google.protobuf.Timestamp`, about 10,000 years in both directions for `google.protobuf.Duration`.
 */
export function outOfRange(typeName: string, { seconds, nanos }: SecondsAndNanos): string | undefined {
  switch (typeName) {
    case 'google.protobuf.Timestamp':
      if (seconds < -62_135_596_800n || seconds > 253_402_300_799n) {
        return 'invalid Timestamp.Seconds: value must be a time of the years 1 to 9999'
      }
      return nanos < 0 || nanos > 999_999_999
        ? 'invalid Timestamp.Nanos: value must be inside range [0, 999999999]'
        : undefined
    case 'google.protobuf.Duration':
      if (seconds < -315_576_000_000n || seconds > 315_576_000_000n) {
        return 'invalid Duration.Seconds: value must be inside range [-315576000000, 315576000000]'
      }
      return Math.abs(nanos) > 999_999_999 || (seconds > 0n && nanos < 0) || (seconds < 0n && nanos > 0)
        ? 'invalid Duration.Nanos: value must be below a second and have the sign of the seconds'
        : undefined
    default:
      return undefined
  }
}
