import type { EndpointReply } from '../../contract/endpoint.ts'
import type { Translate } from '../texts/translate.ts'
import { pageFiles } from './assets.ts'
import { renderView } from './layout.ts'
import type { Look } from './look.ts'
import type { LanguageChoice, View } from './view.ts'

/** The reply with a page. */
export type PageReply = Omit<Extract<EndpointReply, { kind: 'page' }>, 'setCookies'>

/** Renders a view as the reply of an endpoint, with the liberties that the view and the look need. */
export function pageReply(
  look: Look,
  view: View,
  { t, languages }: { readonly t: Translate; readonly languages?: LanguageChoice | undefined },
): PageReply {
  const services = view.captcha?.services ?? []
  return {
    kind: 'page',
    status: view.status ?? 200,
    html: (nonce) => renderView(pageFiles, look, view, { t, nonce, languages }),
    framedBy: look.framedBy,
    // A preview is shown only to people who may read it, and the console shows it in a frame.
    framedByOwn: look.isPreview,
    services,
    // Scripts of a service may use what ours do without.
    trustedTypes: services.length === 0,
    isolated: view.keepsOpener !== true,
    compressible: view.holdsSecret !== true,
  }
}
