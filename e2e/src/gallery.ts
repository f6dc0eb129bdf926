import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Call } from '../../server/src/access/call.ts'
import { securityHeaders } from '../../server/src/http/securityHeaders.ts'
import { assetsEndpoint } from '../../server/src/web/kit/assets.ts'
import { brandCss, plainBrand } from '../../server/src/web/kit/brandCss.ts'
import type { Rgb } from '../../server/src/web/kit/contrast.ts'
import { type Look, plainLook } from '../../server/src/web/kit/look.ts'
import { pageReply } from '../../server/src/web/kit/pageReply.ts'
import { translate } from '../../server/src/web/texts/translate.ts'
import { galleryViews } from './galleryViews.ts'

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 180 40"><rect width="40" height="40" rx="10" fill="#e4572e"/><text x="52" y="28" font-family="sans-serif" font-size="24" font-weight="700" fill="#888">Harbour</text></svg>`

const rgb = (red: number, green: number, blue: number): Rgb => [red / 255, green / 255, blue / 255]
const links = { terms: '#terms', privacy: '#privacy', help: '#help', support: 'help@example.com' }

/** Looks of the gallery: the product's own, and brandings that need repair. */
export const galleryLooks: Readonly<Record<string, Look>> = {
  plain: { ...plainLook, name: 'Example', links, showsWatermark: true },
  branded: {
    ...plainLook,
    name: 'Harbour',
    logo: { light: '/logo.svg', dark: '/logo.svg' },
    links,
    css: brandCss({
      theme: 'auto',
      light: {
        primary: rgb(255, 200, 0),
        background: rgb(226, 240, 235),
        warn: rgb(255, 120, 120),
        font: rgb(120, 130, 140),
      },
      dark: {
        primary: rgb(20, 60, 40),
        background: rgb(16, 36, 30),
        warn: rgb(120, 0, 0),
        font: rgb(90, 110, 100),
      },
    }),
  },
  rtl: { ...plainLook, name: 'مثال', language: 'ar', direction: 'rtl', links, showsWatermark: true },
  preview: {
    ...plainLook,
    name: 'Example',
    theme: 'dark',
    css: brandCss({ ...plainBrand, theme: 'dark' }),
    isPreview: true,
    isPrepared: true,
  },
}

/** A running gallery. */
export interface Gallery {
  readonly origin: string
  /** The forms that were sent, in order. */
  readonly sent: URLSearchParams[]
  close(): Promise<void>
}

/** Serves the gallery with the headers and files of the product at `/<look>/<view>`, and receives its forms. */
export async function serveGallery(): Promise<Gallery> {
  const sent: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const { url = '/', headers, method } = request
    const [first = '', second = '', file] = url.slice(1).split('/')
    if (method === 'POST' && first !== 'challenge') {
      sent.push(new URLSearchParams(await text(request)))
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>sent</title>')
    } else if (first === 'logo.svg') {
      response.setHeader('content-type', 'image/svg+xml').end(logo)
    } else if (first === 'challenge') {
      const options = { challenge: 'AAAA', rpId: 'localhost' }
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ options, fields: { sessionId: '7' } }))
    } else if (first === 'ui') {
      const call = { headers: new Headers(headers as Record<string, string>) } as unknown as Call
      const reply = await assetsEndpoint.handle(
        { method: 'GET', parameters: { file: file ?? '' }, query: new URLSearchParams(), body: undefined },
        call,
      )
      if (reply.kind === 'page' || reply.kind === 'redirect') throw new Error('assets are no pages')
      response.writeHead(reply.status, { ...reply.headers }).end(reply.body)
    } else {
      const [look, view] = [galleryLooks[first], galleryViews[second]]
      if (look === undefined || view === undefined) return void response.writeHead(404).end()
      const languages = { action: '/language', current: look.language, tags: ['en', 'de', 'ar', 'ja'] }
      const {
        html,
        kind: _,
        status,
        compressible: __,
        ...liberties
      } = pageReply(look, view, { t: translate('en'), languages })
      const nonce = 'AAAAAAAAAAAAAAAAAAAAAA=='
      response.writeHead(status, {
        ...securityHeaders({ ...liberties, nonce, secure: false }),
        'content-type': 'text/html; charset=utf-8',
      })
      response.end(html(nonce))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    sent,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
