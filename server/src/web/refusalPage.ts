import type { RefusalPage } from '../contract/endpoint.ts'
import { pageFiles } from './kit/assets.ts'
import { html } from './kit/html.ts'
import { renderView } from './kit/layout.ts'
import { plainLook } from './kit/look.ts'
import { actions, mainLink } from './kit/parts.ts'
import { translate } from './texts/translate.ts'

const t = translate('en')

/**
 * Shows why a page cannot be opened, in English, because neither the instance nor the person may be known. If the fault is the server's, a
 * link opens the same address again, from which a login goes on.
 */
export const refusalPage: RefusalPage =
  ({ status, message }) =>
  (nonce) =>
    renderView(
      pageFiles,
      plainLook,
      {
        title: `${t('kit.page_not_shown')} (${status})`,
        heading: t('kit.page_not_shown'),
        body: html`<p class="intro">${sentence(message)}</p>${status >= 500 && actions(mainLink({ href: '', text: t('kit.open_again') }))}`,
      },
      { t, nonce },
    )

/** Writes a refusal as a sentence: `state; remedy` becomes `State; remedy.` */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`
}
