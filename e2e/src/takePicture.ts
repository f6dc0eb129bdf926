import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { pageSession } from './pageSession.ts'

/**
 * Writes a picture of a whole page as PNG to the folder that `SALLYPORT_SCREENSHOTS` names, if it does: no test compares pictures.
 * Compressed lightly, because the thorough compression of `page.screenshot` takes three times the processor time of the rest.
 */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = inject('screenshots')
  if (folder === undefined) return
  const protocol = await pageSession(page)
  const { cssContentSize } = await protocol.send('Page.getLayoutMetrics')
  const { data } = await protocol.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    captureBeyondViewport: true,
    clip: { ...cssContentSize, scale: 1 },
  })
  await writeFile(path.join(folder, `${name}.png`), data, 'base64')
}
