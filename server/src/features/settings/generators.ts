import { z } from 'zod'

const upperAndDigits = { lower: false, upper: true, digits: true, symbols: false }
const alphanumeric = { lower: true, upper: true, digits: true, symbols: false }
const digitsOnly = { lower: false, upper: false, digits: true, symbols: false }
const hour = 3600

/** The generators of a new instance; `expirySeconds` 0 means that the generated code or secret never expires. */
const generatorDefaults = {
  init_code: { length: 6, expirySeconds: 72 * hour, ...upperAndDigits },
  verify_email_code: { length: 6, expirySeconds: hour, ...upperAndDigits },
  verify_phone_code: { length: 6, expirySeconds: hour, ...upperAndDigits },
  password_reset_code: { length: 6, expirySeconds: hour, ...upperAndDigits },
  passwordless_init_code: { length: 12, expirySeconds: hour, ...alphanumeric },
  app_secret: { length: 64, expirySeconds: 0, ...alphanumeric },
  otp_sms: { length: 8, expirySeconds: 300, ...digitsOnly },
  otp_email: { length: 8, expirySeconds: 300, ...digitsOnly },
  invite_code: { length: 6, expirySeconds: 72 * hour, ...upperAndDigits },
  domain_verification: { length: 32, expirySeconds: 0, ...alphanumeric },
} as const

/** The purpose of a generated code or secret; the first eight are the contract's `SecretGeneratorType`. */
export type GeneratorType = keyof typeof generatorDefaults

/** Every type in the contract's order, types outside the contract last. */
export const generatorTypes = Object.keys(generatorDefaults) as readonly GeneratorType[]

/** A generator; `expirySeconds` 0 means that its codes never expire. */
export const generatorSchema = z.strictObject({
  generatorType: z.enum(Object.keys(generatorDefaults) as [GeneratorType, ...GeneratorType[]]),
  length: z.int(),
  expirySeconds: z.number(),
  lower: z.boolean(),
  upper: z.boolean(),
  digits: z.boolean(),
  symbols: z.boolean(),
})

/** The length, lifetime and characters of one type of code. */
export type SecretGenerator = z.infer<typeof generatorSchema>

/** The generator of a new instance. */
export function defaultGenerator(generatorType: GeneratorType): SecretGenerator {
  return { generatorType, ...generatorDefaults[generatorType] }
}
