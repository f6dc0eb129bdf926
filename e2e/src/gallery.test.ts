import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { galleryLooks, serveGallery } from './gallery.ts'
import { galleryViews } from './galleryViews.ts'
import { closeContexts, openChromium } from './openChromium.ts'
import { barriers, invalidHtml, tooWide } from './pageBarriers.ts'
import { takePicture } from './takePicture.ts'

/** Every kind of page with every part of the kit, in a real browser: valid, accessible, and nothing wider than the screen. */
let gallery: Awaited<ReturnType<typeof serveGallery>>
let browser: Browser
beforeAll(async () => {
  gallery = await serveGallery()
  browser = await openChromium()
})
afterAll(async () => {
  await closeContexts(browser)
  await gallery?.close()
})

const views = Object.keys(galleryViews)

test.each(views)('the page %s is valid HTML', async (view) => {
  const html = await (await fetch(`${gallery.origin}/plain/${view}`)).text()
  expect(await invalidHtml(html)).toEqual([])
})

const looks = Object.keys(galleryLooks).flatMap((look) => [[look, 'light'] as const, [look, 'dark'] as const])

describe.each(looks)('the look %s, %s', (look, theme) => {
  const shown = look === 'plain' ? views : ['loginname', 'password-wrong', 'account']
  let page: Page
  const complaints: string[] = []
  beforeAll(async () => {
    page = await browser.newPage({ colorScheme: theme })
    page.on('console', (said) => {
      if (said.type() === 'error' || said.type() === 'warning') complaints.push(said.text())
    })
    page.on('pageerror', ({ message }) => void complaints.push(message))
  })
  afterAll(() => page.close())

  test.each(shown)('%s has no barrier, no complaint of the browser, and fits every width', async (view) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(`${gallery.origin}/${look}/${view}`)
    complaints.push(...(await barriers(page)))
    for (const width of [1280, 768, 320]) {
      await page.setViewportSize({ width, height: 800 })
      const surplus = await tooWide(page)
      if (surplus > 0) complaints.push(`${surplus} pixels do not fit ${width}`)
      await takePicture(page, `${view}-${look}-${theme}-${width}`)
    }
    expect(complaints.splice(0)).toEqual([])
  })
})
