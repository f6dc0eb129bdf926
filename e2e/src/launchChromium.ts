import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './findBrowser.ts'

const usual = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts the browser that `findBrowser` finds, without services of its own, with further flags. */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined)
    throw new Error('no browser for the tests; run npm test without arguments once')
  return chromium.launch({ executablePath, args: [...usual, ...flags] })
}
