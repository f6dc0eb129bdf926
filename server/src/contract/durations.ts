import type { DescField } from '@bufbuild/protobuf'
import { type Duration, DurationSchema } from '@bufbuild/protobuf/wkt'

/** Converts a duration to seconds; unset is 0. */
export function secondsOf(duration: Duration | undefined): number {
  return duration === undefined ? 0 : Number(duration.seconds) + duration.nanos / 1e9
}

/** Converts seconds to a duration. */
export function durationOf(seconds: number) {
  const whole = Math.trunc(seconds)
  return { seconds: BigInt(whole), nanos: Math.round((seconds - whole) * 1e9) }
}

/** Whether a field's message is a duration. */
export function isDuration(field: DescField): boolean {
  return field.fieldKind === 'message' && field.message.typeName === DurationSchema.typeName
}
