import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { attempt, ConfigError } from './configError.ts'

const providers = ['hcaptcha', 'turnstile', 'recaptcha'] as const

/** A service that tells people from programs. */
export interface CaptchaSettings {
  readonly provider: (typeof providers)[number]
  readonly siteKey: string
  readonly secret: string
  /** Other addresses than the provider's own, such as those of a service that speaks its protocol. */
  readonly verifyUrl: string | undefined
  readonly scriptUrl: string | undefined
  /** True if every registration is asked, not only after many. */
  readonly atRegistration: boolean
}

const url = z.url({ protocol: /^https?$/ }).optional()
const text = z.string().min(1).optional()

/** The settings of the environment for a CAPTCHA. */
export const captchaSchema = {
  SALLYPORT_CAPTCHA_PROVIDER: z.enum(providers).optional(),
  SALLYPORT_CAPTCHA_SITE_KEY: text,
  SALLYPORT_CAPTCHA_SECRET: text,
  SALLYPORT_CAPTCHA_SECRET_FILE: text,
  SALLYPORT_CAPTCHA_VERIFY_URL: url,
  SALLYPORT_CAPTCHA_SCRIPT_URL: url,
  SALLYPORT_CAPTCHA_AT_REGISTRATION: z
    .enum(['true', 'false'])
    .transform((given) => given === 'true')
    .optional(),
}

/** Returns the CAPTCHA that the settings name; undefined if they name none. Throws `ConfigError` if they are incomplete. */
export function captchaSettings(
  settings: z.infer<z.ZodObject<typeof captchaSchema>>,
): CaptchaSettings | undefined {
  const {
    SALLYPORT_CAPTCHA_PROVIDER: provider,
    SALLYPORT_CAPTCHA_SITE_KEY: siteKey,
    SALLYPORT_CAPTCHA_SECRET_FILE: file,
  } = settings
  const given = Object.keys(captchaSchema).filter(
    (name) => settings[name as keyof typeof settings] !== undefined,
  )
  if (given.length === 0) return undefined
  const problems: string[] = []
  if (provider === undefined) {
    problems.push(`SALLYPORT_CAPTCHA_PROVIDER: required with ${given[0]}; set ${providers.join(', ')}`)
  }
  const secret =
    file === undefined ? (settings.SALLYPORT_CAPTCHA_SECRET ?? '') : attempt(problems, () => secretOf(file))
  if (siteKey === undefined || secret === '') {
    problems.push(
      'SALLYPORT_CAPTCHA_PROVIDER: needs SALLYPORT_CAPTCHA_SITE_KEY, and SALLYPORT_CAPTCHA_SECRET or SALLYPORT_CAPTCHA_SECRET_FILE',
    )
  }
  if (provider === undefined || siteKey === undefined || !secret) throw new ConfigError(problems.join('\n'))
  return {
    provider,
    siteKey,
    secret,
    verifyUrl: settings.SALLYPORT_CAPTCHA_VERIFY_URL,
    scriptUrl: settings.SALLYPORT_CAPTCHA_SCRIPT_URL,
    atRegistration: settings.SALLYPORT_CAPTCHA_AT_REGISTRATION ?? false,
  }
}

function secretOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    const { message } = cause as Error
    throw new ConfigError(`SALLYPORT_CAPTCHA_SECRET_FILE: cannot read ${file}: ${message}`, { cause })
  }
}
