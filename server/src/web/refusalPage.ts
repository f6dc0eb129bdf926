import type { RefusalPage } from '../contract/endpoint.ts'
import { pageFiles } from './kit/assets.ts'
import { html } from './kit/html.ts'
import { renderView } from './kit/layout.ts'
import { plainLook } from './kit/look.ts'
import { translate } from './texts/translate.ts'

const t = translate('en')

/** Shows why a page cannot be opened, in English, because neither the instance nor the person may be known. */
export const refusalPage: RefusalPage =
  ({ status, message }) =>
  (nonce) =>
    renderView(
      pageFiles,
      plainLook,
      {
        title: `${t('kit.page_not_shown')} (${status})`,
        heading: t('kit.page_not_shown'),
        body: html`<p class="intro">${sentence(message)}</p>`,
      },
      { t, nonce },
    )

/** Writes a refusal as a sentence: `state; remedy` becomes `State; remedy.` */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`
}
