import type { CaptchaWidget } from '../limits/openCaptcha.ts'
import type { Translate } from '../texts/translate.ts'
import { type Html, html } from './html.ts'

/** Renders a CAPTCHA inside a form; the view names it in `captcha`, so that its script is loaded. */
export function captchaField(t: Translate, { className, siteKey }: CaptchaWidget): Html {
  return html`<div class="captcha" role="group" aria-label="${t('kit.captcha')}"><div class="${className}" data-sitekey="${siteKey}"></div>
<noscript><p>${t('kit.captcha_needs_script')}</p></noscript></div>`
}
