import { expect, test } from 'vitest'
import { openCaptcha } from '../limits/openCaptcha.ts'
import { translate } from '../texts/translate.ts'
import { captchaField } from './captchaField.ts'
import { html } from './html.ts'
import { plainLook } from './look.ts'
import { pageReply } from './pageReply.ts'

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

test('only a page that shows a CAPTCHA loads its script, with the nonce, and allows its services', () => {
  const captcha = captchaOf('hcaptcha')?.widget
  if (captcha === undefined) throw new Error('no CAPTCHA')
  const t = translate('en')
  const view = { title: 'Password', heading: 'Password', body: html`${captchaField(t, captcha)}` }
  const shown = pageReply(plainLook, { ...view, captcha }, { t })
  expect(shown.html('n0nce')).toContain(
    '<script src="https://js.hcaptcha.com/1/api.js" nonce="n0nce" async></script>',
  )
  expect(shown).toMatchObject({ services: captcha.services, trustedTypes: false })
  const without = pageReply(plainLook, { ...view, body: html`` }, { t })
  expect(without).toMatchObject({ services: [], trustedTypes: true })
  expect(without.html('n0nce')).not.toContain('captcha')
})
