import { writeFile } from 'node:fs/promises'
import type { CDPSession, Page } from 'playwright-core'

/** A session for each page. It stays: a session that is detached takes the virtual authenticators of the page's other sessions away. */
const sessions = new WeakMap<Page, Promise<CDPSession>>()

/**
 * Writes a picture of a whole page as PNG, compressed lightly: the thorough compression of `page.screenshot` takes
 * three times the processor time of the rest.
 */
export async function takePicture(page: Page, file: string): Promise<void> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, session)
  const protocol = await session
  const { cssContentSize } = await protocol.send('Page.getLayoutMetrics')
  const { data } = await protocol.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    captureBeyondViewport: true,
    clip: { ...cssContentSize, scale: 1 },
  })
  await writeFile(file, data, 'base64')
}
