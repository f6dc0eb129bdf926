import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JsonObject } from '@bufbuild/protobuf'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { findBrowser } from './findBrowser.ts'

/** A real browser with one virtual authenticator at a time, on pages that the test serves. */
export interface KeyBrowser {
  /** Origin of a page on another port of localhost than the server's. */
  readonly origin: string
  readonly page: Page
  /** Replaces the plugged-in authenticator. */
  plug(authenticator: Authenticator): Promise<void>
  /** Sets the counter of every credential back, as a copy of the key would count. */
  setBack(signCount: number): Promise<void>
  /** Returns the result of `navigator.credentials.create` on the current page. */
  create(options: JsonObject | undefined): Promise<JsonObject>
  /** Returns the result of `navigator.credentials.get` on the current page. */
  get(options: JsonObject | undefined): Promise<JsonObject>
  close(): Promise<void>
}

/** Kinds of authenticators: a phone or laptop that verifies its user, a stick that does, and one of the first generation. */
export type Authenticator = 'platform' | 'stick' | 'u2f-stick'

const authenticators = {
  platform: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
  stick: { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: true },
  'u2f-stick': { protocol: 'u2f', transport: 'usb', hasResidentKey: false, hasUserVerification: false },
} as const

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts the browser that `findBrowser` finds; the caller closes it. */
export async function openKeyBrowser(): Promise<KeyBrowser> {
  const executablePath = findBrowser()
  if (executablePath === undefined)
    throw new Error('no browser for the tests; run npm test without arguments once')
  const pages = await servePages()
  const origin = `http://localhost:${(pages.address() as AddressInfo).port}`
  const browser = await chromium.launch({ executablePath, args: flags })
  const page = await browser.newPage()
  await page.goto(origin)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  let plugged: string | undefined
  return {
    origin,
    page,
    async plug(kind) {
      if (plugged !== undefined) {
        await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: plugged })
      }
      plugged = await addAuthenticator(devtools, kind)
    },
    async setBack(signCount) {
      if (plugged === undefined) throw new Error('no authenticator is plugged in')
      await setCounters(devtools, plugged, signCount)
    },
    create: (options) => answer(page, 'create', options),
    get: (options) => answer(page, 'get', options),
    close: () => close(browser, pages),
  }
}

async function addAuthenticator(devtools: CDPSession, kind: Authenticator): Promise<string> {
  const options = { ...authenticators[kind], isUserVerified: true, automaticPresenceSimulation: true }
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
  return authenticatorId
}

async function setCounters(devtools: CDPSession, authenticatorId: string, signCount: number): Promise<void> {
  const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId })
  await devtools.send('WebAuthn.clearCredentials', { authenticatorId })
  for (const credential of credentials) {
    await devtools.send('WebAuthn.addCredential', {
      authenticatorId,
      credential: { ...credential, signCount },
    })
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
  await browser.close()
  pages.closeAllConnections()
  await new Promise((resolve) => pages.close(resolve))
}
