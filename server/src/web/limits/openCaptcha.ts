import { z } from 'zod'
import type { CaptchaSettings } from '../../config/captchaSettings.ts'
import type { Config } from '../../config/config.ts'
import type { Deps } from '../../features/manifest.ts'

/** The element and script of a provider, which a page shows in a form. */
export interface CaptchaWidget {
  /** The class by which the provider's script finds the element. */
  readonly className: string
  readonly siteKey: string
  readonly scriptUrl: string
  /** The name of the form's field in which the script puts the answer. */
  readonly field: string
  /** The origins that the page's content security policy must allow (`PageLiberties`). */
  readonly services: readonly string[]
}

/** What the provider says of an answer. While it cannot be asked, `unknown`: the budgets are the only limit then. */
export type CaptchaOutcome = 'person' | 'refused' | 'unknown'

/** A service that tells people from programs. */
export interface Captcha {
  readonly widget: CaptchaWidget
  readonly atRegistration: boolean
  /** Asks the provider about an answer, which counts once there. The client's address is not passed on. */
  verify(answer: string): Promise<CaptchaOutcome>
}

interface Provider extends Pick<CaptchaWidget, 'className' | 'scriptUrl' | 'field' | 'services'> {
  readonly verifyUrl: string
}

/** All three speak one protocol, `siteverify`. */
const providers: Readonly<Record<CaptchaSettings['provider'], Provider>> = {
  hcaptcha: {
    verifyUrl: 'https://api.hcaptcha.com/siteverify',
    scriptUrl: 'https://js.hcaptcha.com/1/api.js',
    className: 'h-captcha',
    field: 'h-captcha-response',
    services: ['https://hcaptcha.com', 'https://*.hcaptcha.com'],
  },
  turnstile: {
    verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
    scriptUrl: 'https://challenges.cloudflare.com/turnstile/v0/api.js',
    className: 'cf-turnstile',
    field: 'cf-turnstile-response',
    services: ['https://challenges.cloudflare.com'],
  },
  recaptcha: {
    verifyUrl: 'https://www.google.com/recaptcha/api/siteverify',
    scriptUrl: 'https://www.google.com/recaptcha/api.js',
    className: 'g-recaptcha',
    field: 'g-recaptcha-response',
    services: [
      'https://www.google.com/recaptcha/',
      'https://www.gstatic.com/recaptcha/',
      'https://recaptcha.google.com/recaptcha/',
    ],
  },
}

/** Milliseconds for the provider's reply, and the bytes of it that are read. */
const timeout = 5000
const maxBytes = 16 * 1024
/** The answers of the providers have at most about 5,000 characters. Others could make a provider reply with an error, as if it were down. */
const answers = /^[\w.:+/=-]{1,8192}$/

const siteverify = z.object({ success: z.boolean(), 'error-codes': z.array(z.string()).optional() })

/** Error codes that say that this server's settings are wrong, not the answer. */
const ownFaults = /secret/

/** Opens the CAPTCHA of the settings; undefined without one. */
export function openCaptcha({
  config,
  outbound,
  logger,
}: Pick<Deps, 'outbound' | 'logger'> & { readonly config: Pick<Config, 'captcha'> }): Captcha | undefined {
  const settings = config.captcha
  if (settings === undefined) return undefined
  const provider = providers[settings.provider]
  const verifyUrl = settings.verifyUrl ?? provider.verifyUrl
  const { siteKey, secret, atRegistration } = settings
  const ask = async (answer: string): Promise<CaptchaOutcome> => {
    const { status, body } = await outbound.request(verifyUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ secret, response: answer, sitekey: siteKey }).toString(),
      timeout,
      maxBytes,
    })
    if (status >= 500) throw new Error(`the CAPTCHA provider replies with status ${status}`)
    const said = siteverify.parse(JSON.parse(body.toString()))
    if (said.success) return 'person'
    const faults = said['error-codes']?.filter((code) => ownFaults.test(code)) ?? []
    if (faults.length > 0) throw new Error(`the CAPTCHA provider refuses this server: ${faults.join(', ')}`)
    return 'refused'
  }
  return {
    widget: widgetOf(settings, provider),
    atRegistration,
    async verify(answer) {
      if (!answers.test(answer)) return 'refused'
      try {
        return await ask(answer)
      } catch (error) {
        logger.error(
          { err: error },
          'the CAPTCHA is not verified; check SALLYPORT_CAPTCHA_* and the provider',
        )
        return 'unknown'
      }
    },
  }
}

/** A script from another address may load from its own origin alone. */
function widgetOf({ siteKey, scriptUrl }: CaptchaSettings, provider: Provider): CaptchaWidget {
  const { className, field } = provider
  const services = scriptUrl === undefined ? provider.services : [new URL(scriptUrl).origin]
  return { className, field, services, siteKey, scriptUrl: scriptUrl ?? provider.scriptUrl }
}
