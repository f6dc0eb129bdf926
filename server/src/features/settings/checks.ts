import { linkScheme } from '../../kernel/linkScheme.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

const lengthOutOfRange = refuse(
  'setting.min_length_out_of_range',
  'invalid_argument',
  'the minimum password length is out of range; choose one from 1 to 72',
)
const colorInvalid = refuse(
  'setting.color_invalid',
  'invalid_argument',
  'a colour is no CSS colour; use one such as #5469d4 or leave it empty',
)
const linkInvalid = refuse(
  'setting.link_invalid',
  'invalid_argument',
  'a link is no http, https, mailto or tel address without spaces; correct it or leave it empty',
)
const originInvalid = refuse(
  'setting.origin_invalid',
  'invalid_argument',
  'an allowed origin is invalid; use one such as https://app.example.com or leave it out',
)
const lifetimeInvalid = refuse(
  'setting.token_lifetime_invalid',
  'invalid_argument',
  'a token lifetime is not positive; choose one longer than zero',
)
const generatorLength = refuse(
  'setting.generator_length_out_of_range',
  'invalid_argument',
  'the length of a generated secret is out of range; choose one from 1 to 255',
)
const generatorExpiry = refuse(
  'setting.generator_expiry_negative',
  'invalid_argument',
  'the expiry of a generated secret is negative; use zero if it never expires',
)
const generatorCharacters = refuse(
  'setting.generator_without_characters',
  'invalid_argument',
  'a generated secret has no set of characters; include lower-case letters, upper-case letters, digits or symbols',
)

/** Passwords have at most 72 code points (users notes §8). */
export function checkComplexity(value: { readonly minLength: number }): Refusal | undefined {
  return value.minLength < 1 || value.minLength > 72 ? lengthOutOfRange : undefined
}

const cssColor = /^(#[0-9a-f]{3,4}|#[0-9a-f]{6}|#[0-9a-f]{8}|[a-z]+|(rgb|hsl)a?\([0-9a-z.,%/ ]+\))$/i

/** Colours become part of style sheets, so only CSS colours are accepted. */
export function checkBranding(value: Readonly<Record<string, string | boolean>>): Refusal | undefined {
  const colors = Object.entries(value).filter(([name]) => name.includes('Color'))
  return colors.every(([, color]) => color === '' || cssColor.test(String(color))) ? undefined : colorInvalid
}

const safeSchemes = ['http', 'https', 'mailto', 'tel']

/** Links appear on login pages: schemes that run script are refused, as are characters that browsers strip. */
export function checkLinks(value: Readonly<Record<string, string>>): Refusal | undefined {
  const links = Object.entries(value).filter(([name]) => name.endsWith('Link'))
  return links.every(([, link]) => isSafeLink(link)) ? undefined : linkInvalid
}

function isSafeLink(link: string): boolean {
  const literal = link.replaceAll(/\{\{[^{}]*\}\}/g, '')
  if (/[\s\p{Cc}]/u.test(literal)) return false
  const named = linkScheme(literal)
  return named === undefined || safeSchemes.includes(named)
}

/** Origins become part of a `frame-ancestors` directive (CSP Level 3 §6.4.2): scheme, host and port only. */
export function checkOrigins(value: { readonly allowedOrigins: readonly string[] }): Refusal | undefined {
  const valid =
    /^([a-z][a-z0-9+.-]*:\/\/)?(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:(\d+|\*))?\/?$/i
  return value.allowedOrigins.every((origin) => valid.test(origin)) ? undefined : originInvalid
}

/** A lifetime of zero would void every token when it is issued. */
export function checkTokenLifetimes(value: Readonly<Record<string, number>>): Refusal | undefined {
  return Object.values(value).every((seconds) => seconds > 0) ? undefined : lifetimeInvalid
}

/** A generator must be able to generate. */
export function checkGenerator(value: {
  readonly length: number
  readonly expirySeconds: number
  readonly lower: boolean
  readonly upper: boolean
  readonly digits: boolean
  readonly symbols: boolean
}): Refusal | undefined {
  if (value.length < 1 || value.length > 255) return generatorLength
  if (value.expirySeconds < 0) return generatorExpiry
  return value.lower || value.upper || value.digits || value.symbols ? undefined : generatorCharacters
}
