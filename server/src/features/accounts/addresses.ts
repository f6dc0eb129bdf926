import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { z } from 'zod'
import type { Refusal } from '../../kernel/refusal.ts'
import { emailInvalid, phoneInvalid } from './refusals.ts'

const plainAddress = z.email({ pattern: z.regexes.unicodeEmail })

/** A plain address without display name (RFC 5322 addr-spec), kept exactly as it was given. */
export function parseEmail(text: string): string | Refusal {
  return plainAddress.safeParse(text).success ? text : emailInvalid
}

/** A phone number in E.164; numbers without country code are read as Swiss (users notes §1). */
export function parsePhone(text: string): string | Refusal {
  const parsed = parsePhoneNumberFromString(text, 'CH')
  return parsed?.isPossible() ? parsed.number : phoneInvalid
}
