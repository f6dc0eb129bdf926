import { setLanguage as rememberLanguage } from '../../features/browsers/index.ts'
import type { Outcome } from './page.ts'
import type { PageContext } from './pageContext.ts'

/** Shows the page in the chosen language and remembers it for this browser. Languages that the instance does not offer are ignored. */
export async function setLanguage(context: PageContext, form: URLSearchParams): Promise<Outcome> {
  const { deps, call, browser, path, query, languages } = context
  const chosen = form.get('language') ?? ''
  const next = new URLSearchParams(query)
  if (languages.includes(chosen)) {
    next.set('ui_locales', chosen)
    if (browser) await rememberLanguage(deps, call, browser, chosen)
  }
  const text = next.toString()
  return { kind: 'go', to: `${path}${text && `?${text}`}` }
}
