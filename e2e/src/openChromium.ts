import type { Browser } from 'playwright-core'
import { launchChromium } from './launchChromium.ts'

/** Pages of tests end before their scripts are worth optimizing: without the optimizing compilers they take an eighth less processor time. */
const unoptimized = '--js-flags=--no-opt --no-maglev'

let opened: Promise<Browser> | undefined

/**
 * Opens the browser of the tests: one for all test files of a worker, which ends with it. A file closes its contexts with `closeContexts`.
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
  const browser = await launchChromium([unoptimized])
  browser.on('disconnected', () => {
    opened = undefined
  })
  return browser
}
