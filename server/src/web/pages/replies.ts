import type { EndpointReply, SetCookie } from '../../contract/endpoint.ts'
import { html } from '../kit/html.ts'
import type { Look } from '../kit/look.ts'
import { pageReply } from '../kit/pageReply.ts'
import { link, mainLink } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Challenge } from './page.ts'
import type { PageContext } from './pageContext.ts'

/**
 * Renders a view as the reply of a page, with the languages to choose from. A page of an application's request keeps the window that
 * opened it, because applications open logins in windows of their own.
 */
export function viewReply(
  { look, t, languages, query, path, facts }: PageContext,
  view: View,
  setCookies: readonly SetCookie[] = [],
): EndpointReply<'browser'> {
  const text = query.toString()
  const choice = { action: `${path}${text && `?${text}`}`, current: look.language, tags: languages }
  const keepsOpener = view.keepsOpener ?? facts.request !== undefined
  const cancel = view.cancel ?? wayBack({ t, facts })
  const reply = pageReply(look, { ...view, keepsOpener, ...(cancel && { cancel }) }, { t, languages: choice })
  return { ...reply, setCookies: framed(look, setCookies) }
}

/**
 * Sends the browser to an application after a form. A redirect would be checked against `form-action`, and so would every redirect of
 * the application itself (CSP Level 3 §6.5.1); a page that moves on by itself begins a new navigation. For native apps it stays in the
 * browser when they open, so it says that the login has succeeded.
 */
export function leaveReply(
  context: PageContext,
  { to, signedIn = false }: { readonly to: string; readonly signedIn?: boolean },
  setCookies: readonly SetCookie[],
): EndpointReply<'browser'> {
  const { t, facts } = context
  const app = facts.application?.name || new URL(to).host || to
  const text = t('common.redirect', { app })
  const back = { href: to, text: t('common.back_to_app', { app }) }
  const own = { refresh: to, holdsSecret: true, cancel: '' }
  const view =
    signedIn && facts.application?.showsSuccess
      ? {
          title: t('signedin.title'),
          heading: t('signedin.title'),
          intro: text,
          body: mainLink(back),
          ...own,
        }
      : { title: text, heading: text, body: html`<p>${link(back)}</p>`, ...own }
  return viewReply(context, view, setCookies)
}

/** Pages of an application's open request lead back to it; the application learns that the person did not go on. */
function wayBack({ t, facts }: Pick<PageContext, 't' | 'facts'>): string | undefined {
  const { request, application } = facts
  if (request?.kind !== 'oidc') return undefined
  return application?.name ? t('common.back_to_app', { app: application.name }) : t('common.cancel')
}

/** Returns the options of a ceremony to the script that asked for them. */
export function challengeReply(
  { options, fields }: Challenge,
  setCookies: readonly SetCookie[],
): EndpointReply<'browser'> {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return { status: 200, headers, body: JSON.stringify({ options, fields }), setCookies }
}

/** Returns the cookies as pages in frames of other sites need them, if the instance allows such frames. */
export function framed(
  { framedBy }: Pick<Look, 'framedBy'>,
  cookies: readonly SetCookie[],
): readonly SetCookie[] {
  return framedBy.length === 0 ? cookies : cookies.map((cookie) => ({ ...cookie, inFrames: true }))
}
