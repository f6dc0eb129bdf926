import { expect, test } from 'vitest'
import { openCaptcha } from '../limits/openCaptcha.ts'
import { translate } from '../texts/translate.ts'
import { captchaField } from './captchaField.ts'

const captchaOf = (provider: 'hcaptcha' | 'turnstile' | 'recaptcha', scriptUrl?: string) =>
  openCaptcha({
    config: {
      captcha: {
        provider,
        siteKey: 'key"><script>',
        secret: 's',
        verifyUrl: undefined,
        scriptUrl,
        atRegistration: false,
      },
    },
    outbound: {} as never,
    logger: {} as never,
  })

test.each(['hcaptcha', 'turnstile', 'recaptcha'] as const)(
  'the element of %s holds the escaped site key, and its script is of one of its services',
  (provider) => {
    const widget = captchaOf(provider)?.widget
    if (widget === undefined) throw new Error('no CAPTCHA')
    const text = String(captchaField(translate('en'), widget))
    expect(text).toContain(
      `<div class="${widget.className}" data-sitekey="key&quot;&gt;&lt;script&gt;"></div>`,
    )
    const { hostname } = new URL(widget.scriptUrl)
    const allows = (source: string) => {
      const host = new URL(source.replace('*.', '')).hostname
      return host === hostname || (source.includes('*.') && hostname.endsWith(`.${host}`))
    }
    expect(widget.services.some(allows)).toBe(true)
  },
)

test('a script from another address allows its own origin alone', () => {
  const services = captchaOf('turnstile', 'https://captcha.example:8443/api.js?x=1')?.widget.services
  expect(services).toEqual(['https://captcha.example:8443'])
})
