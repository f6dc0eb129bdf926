import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

/** What never expires expires then (users notes §3). */
export const noExpiry = new Date('9999-12-31T23:59:59Z')

const firstSecond = -62_135_596_800n
const lastSecond = 253_402_300_799n
const outOfRange = refuse(
  'machine_credential.timestamp_out_of_range',
  'invalid_argument',
  'a timestamp must lie between the years 1 and 9999 and have 0 to 999999999 nanoseconds',
)

/** The instant of a message's timestamp, to the millisecond; refuses what the protobuf type does not allow. */
export function instantOf({ seconds, nanos }: Timestamp): Date | Refusal {
  const valid = seconds >= firstSecond && seconds <= lastSecond && nanos >= 0 && nanos < 1_000_000_000
  return valid ? new Date(Number(seconds) * 1000 + Math.floor(nanos / 1_000_000)) : outOfRange
}
