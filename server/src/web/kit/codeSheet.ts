import type { Translate } from '../texts/translate.ts'
import { attributes, type Html, html } from './html.ts'

const small = { type: 'button', class: 'button secondary small', hidden: true } as const

/**
 * Renders codes that are shown once, with ways to keep them: a file, and with JavaScript the clipboard and paper. The page needs
 * `holdsSecret`.
 */
export function codeSheet(
  t: Translate,
  { codes, fileName }: { readonly codes: readonly string[]; readonly fileName: string },
): Html {
  const text = `${codes.join('\n')}\n`
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`
  return html`<ul class="codes" id="codes" data-text="${text}">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
<p class="row-actions keep"><a class="button secondary small" download="${fileName}" href="${file}">${t('kit.download')}</a><button${attributes({ ...small, 'data-copy': 'codes', 'data-done': t('kit.copied') })}>${t('kit.copy')}</button><button${attributes({ ...small, 'data-print': true })}>${t('kit.print')}</button></p>`
}
