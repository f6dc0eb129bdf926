import { html } from '../kit/html.ts'
import { plainLook } from '../kit/look.ts'
import { type PageReply, pageReply } from '../kit/pageReply.ts'
import { copyable } from '../kit/parts.ts'
import { translate } from '../texts/translate.ts'

/** The places that `console/index.html` leaves for this request. */
const places = { nonce: '__NONCE__', look: '<!--look-->' } as const

const t = translate('en')

/** Renders the page that loads the console. `css` holds computed colours only (`brandCss.ts`). */
export function consolePage(built: string, css: string): PageReply {
  return {
    kind: 'page',
    status: 200,
    html: (nonce) =>
      built
        .replace(places.look, () => `<style nonce="${nonce}">${css}</style>`)
        .replaceAll(places.nonce, () => nonce),
    trustedTypes: 'default',
    isolated: true,
    framesOwn: true,
    compressible: true,
  }
}

/** Says how the console is built, where it is not. */
export function notBuiltPage(): PageReply {
  return pageReply(
    plainLook,
    {
      status: 503,
      title: 'Console',
      heading: 'The console is not built',
      intro: html`This server was installed without the parts that build the administrators’ console. Everything else works.`,
      width: 'wide',
      body: html`<p>Build it once in a checkout with all dependencies, then copy the folder <code>console/dist</code> here and reload this page:</p>${copyable(t, { id: 'build', text: 'npm ci && npm run build', label: 'Command' })}`,
    },
    { t },
  )
}
