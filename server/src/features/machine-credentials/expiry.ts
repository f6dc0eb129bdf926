import type { Timestamp } from '@bufbuild/protobuf/wkt'
import type { Principal } from '../../access/principal.ts'
import { instantOf as validInstant } from '../../kernel/instant.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'

/** The expiry of a credential that never expires (users notes §3). */
export const noExpiry = new Date('9999-12-31T23:59:59Z')

/**
 * SQL for the end of a machine's credential as JSON, by an expression of `{kind, id}`; null without one. A secret never ends, a
 * credential that is gone has no end here.
 */
export const credentialEndSql = (credential: string, instanceId: string) => `case ${credential}->>'kind'
  when 'secret' then to_json('${noExpiry.toISOString()}'::text)
  when 'key' then (select to_json(k.expires_at) from machine_keys k
    where k.instance_id = ${instanceId} and k.key_id = ${credential}->>'id')
  when 'pat' then (select to_json(t.expires_at) from personal_access_tokens t
    where t.instance_id = ${instanceId} and t.token_id = ${credential}->>'id') end`

const firstSecond = -62_135_596_800n
const lastSecond = 253_402_300_799n
const outOfRange = refuse(
  'machine_credential.timestamp_out_of_range',
  'invalid_argument',
  'the timestamp is out of range; use the years 1 to 9999 and 0 to 999999999 nanoseconds',
)
const expiryPast = refuse(
  'machine_credential.expiry_past',
  'invalid_argument',
  'the expiration date is not in the future; choose a later one',
)

/** Converts a message's timestamp to the microsecond; refuses values outside the range of the protobuf type. */
export function instantOf({ seconds, nanos }: Timestamp): Date | Refusal {
  const valid = seconds >= firstSecond && seconds <= lastSecond && nanos >= 0 && nanos < 1_000_000_000
  return valid ? validInstant({ seconds, nanos }) : outOfRange
}

/** Returns the expiry of a new credential, which must lie in the future; `noExpiry` if the message names none. */
export function expiryOf(expiration: Timestamp | undefined, now: Date): Date | Refusal {
  if (expiration === undefined) return noExpiry
  const expiresAt = instantOf(expiration)
  return isRefusal(expiresAt) || expiresAt > now ? expiresAt : expiryPast
}

const outlivesToken = refuse(
  'machine_credential.outlives_token',
  'failed_precondition',
  'the credential would outlive the token of this call; give an earlier expiration date, or use a token that lasts longer',
)

/** Refuses a credential that a machine's token would create to last longer than itself (ADR 27). */
export function refuseOutliving(principal: Principal, expiresAt: Date): Refusal | undefined {
  const own = principal.kind === 'user' ? principal.token.expiresAt : undefined
  if (own === undefined || new Date(own) >= noExpiry) return undefined
  return expiresAt > new Date(own) ? outlivesToken : undefined
}
