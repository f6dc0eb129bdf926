import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { z } from 'zod'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { composeText } from '../../kernel/text/foldText.ts'

/** The refusal of a text that is no address. */
export const emailInvalid = refuse(
  'user.email_invalid',
  'invalid_argument',
  'the e-mail address is malformed; send it plain, as local@domain',
)
const phoneInvalid = refuse(
  'user.phone_invalid',
  'invalid_argument',
  'the phone number is malformed; send it in international form, as +41791234567',
)

const plainAddress = z.email({ pattern: z.regexes.unicodeEmail })

/** Accepts a plain address without display name (RFC 5322 addr-spec) and keeps it as given, its characters composed. */
export function parseEmail(text: string): string | Refusal {
  return plainAddress.safeParse(text).success ? composeText(text) : emailInvalid
}

/**
 * Converts a phone number to E.164 as libphonenumber parses it; numbers without country code are read as Swiss (users notes
 * §1). A number that is not assigned or not possible is taken, too: the delivery says that nothing can be sent to it.
 */
export function parsePhone(text: string): string | Refusal {
  const number = parsePhoneNumberFromString(text, 'CH')?.number
  return number?.replace(mexicanMobile, '+52$1') ?? phoneInvalid
}

/**
 * Converts a number that a person types on a page, as `parsePhone` does: there it has to be a possible one, because a code is sent to it
 * at once.
 */
export function parseTypedPhone(text: string): string | Refusal {
  const number = parsePhone(text)
  if (isRefusal(number)) return number
  return parsePhoneNumberFromString(number)?.isPossible() ? number : phoneInvalid
}

/** Mexico gave up the 1 before mobile numbers; the same subscriber is reached without it (libphonenumber rewrote it before 2024). */
const mexicanMobile = /^\+521([2-9]\d{9})$/
