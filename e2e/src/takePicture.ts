import { writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

/**
 * Writes a picture of a whole page as PNG, compressed lightly: the thorough compression of `page.screenshot` takes
 * three times the processor time of the rest.
 */
export async function takePicture(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  try {
    const { cssContentSize } = await session.send('Page.getLayoutMetrics')
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'png',
      optimizeForSpeed: true,
      captureBeyondViewport: true,
      clip: { ...cssContentSize, scale: 1 },
    })
    await writeFile(file, data, 'base64')
  } finally {
    await session.detach()
  }
}
