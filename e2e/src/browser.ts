import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JsonObject } from '@bufbuild/protobuf'
import type { Browser, Page } from 'playwright-core'
import { closeContexts, openChromium } from './openChromium.ts'
import { type AuthenticatorSocket, openAuthenticatorSocket } from './virtualAuthenticator.ts'

/** A real browser with one virtual authenticator at a time, on pages that the test serves. */
export interface KeyBrowser extends AuthenticatorSocket {
  /** Origin of a page on another port of localhost than the server's. */
  readonly origin: string
  readonly page: Page
  /** Returns the result of `navigator.credentials.create` on the current page. */
  create(options: JsonObject | undefined): Promise<JsonObject>
  /** Returns the result of `navigator.credentials.get` on the current page. */
  get(options: JsonObject | undefined): Promise<JsonObject>
  close(): Promise<void>
}

/** Opens a page in the browser of the tests; the caller closes it. */
export async function openKeyBrowser(): Promise<KeyBrowser> {
  const pages = await servePages()
  const origin = `http://localhost:${(pages.address() as AddressInfo).port}`
  const browser = await openChromium()
  const page = await browser.newPage()
  await page.goto(origin)
  return {
    origin,
    page,
    ...(await openAuthenticatorSocket(page)),
    create: (options) => answer(page, 'create', options),
    get: (options) => answer(page, 'get', options),
    close: () => close(browser, pages),
  }
}

/** Runs a ceremony on the page as the browser's own JSON functions read and write it (WebAuthn Level 3 §5.1). */
async function answer(
  page: Page,
  ceremony: 'create' | 'get',
  options: JsonObject | undefined,
): Promise<JsonObject> {
  const publicKey = JSON.stringify(options?.['publicKey'])
  const script = `(async () => {
    const json = ${publicKey}
    const parse = '${ceremony}' === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON'
    const credential = await navigator.credentials.${ceremony}({ publicKey: PublicKeyCredential[parse](json) })
    return credential.toJSON()
  })()`
  return page.evaluate<JsonObject>(script)
}

function servePages(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><html lang="en"><title>keys</title>')
  })
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)))
}

async function close(browser: Browser, pages: Server): Promise<void> {
  await closeContexts(browser)
  pages.closeAllConnections()
  await new Promise((resolve) => pages.close(resolve))
}
