import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './findBrowser.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let opened: Promise<Browser> | undefined

/**
 * Opens the browser that `findBrowser` finds, without services of its own: one for all test files of a worker, which ends with it.
 * A file closes its contexts with `closeContexts`.
 */
export function openChromium(): Promise<Browser> {
  opened ??= launch()
  return opened
}

/** Closes everything that the test file has opened in the browser. */
export async function closeContexts(browser: Browser | undefined): Promise<void> {
  await Promise.all(browser?.contexts().map((context) => context.close()) ?? [])
}

async function launch(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined)
    throw new Error('no browser for the tests; run npm test without arguments once')
  const browser = await chromium.launch({ executablePath, args: flags })
  browser.on('disconnected', () => {
    opened = undefined
  })
  return browser
}
