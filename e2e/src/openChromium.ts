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

/** Starts the browser that `findBrowser` finds, without services of its own; the caller closes it. */
export async function openChromium(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined)
    throw new Error('no browser for the tests; run npm test without arguments once')
  return chromium.launch({ executablePath, args: flags })
}
