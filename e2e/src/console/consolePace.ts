import type { Page } from 'playwright-core'

/** A tab of the browser. */
export type { Page }

/** Text of a placeholder while a page of the console waits for its first reply. */
const loading = 'main .mantine-Skeleton-root'

/** Records when the heading of the page is drawn and nothing below it is a placeholder any more. */
const watch = `(() => {
  const isUseful = () => document.querySelector('main h1') && !document.querySelector('${loading}')
  const observer = new MutationObserver(() => {
    if (!isUseful()) return
    observer.disconnect()
    requestAnimationFrame(() => { globalThis.usefulPaint = performance.now() })
  })
  observer.observe(document, { childList: true, subtree: true })
})()`

/** Loads a page of the console again and again, with what the browser has cached; returns the milliseconds of each until it was of use. */
export async function usefulPaints(page: Page, path: string, times: number): Promise<readonly number[]> {
  await page.addInitScript(watch)
  const paints: number[] = []
  for (let time = 0; time < times; time++) {
    await page.goto(`/ui/console${path}`)
    await shown(page)
    paints.push(await page.evaluate<number>(drawn))
  }
  return paints
}

/** Records whether a page has its heading as soon as anything of the console is rendered, if only the place of notifications. */
const watchFirst = `(() => {
  const rendered = '#console > *, body > [data-portal]'
  new MutationObserver((_, observer) => {
    if (document.querySelector(rendered) === null) return
    observer.disconnect()
    globalThis.beganWithHeading = document.querySelector('main h1') !== null
  }).observe(document, { childList: true, subtree: true })
})()`

/** Loads pages of the console; returns those that did not begin with their heading. */
export async function pagesThatBeginEmpty(page: Page, paths: readonly string[]): Promise<readonly string[]> {
  await page.addInitScript(watchFirst)
  const empty: string[] = []
  for (const path of paths) {
    await page.goto(`/ui/console${path}`)
    await shown(page)
    if (!(await page.evaluate<boolean>('globalThis.beganWithHeading'))) empty.push(path)
  }
  return empty
}

/** Does something on a page; returns the milliseconds until a dialog is there. */
export function dialogAfter(page: Page, act: string): Promise<number> {
  return page.evaluate<number>(`new Promise((done) => {
    const began = performance.now()
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[role=dialog]')) return
      observer.disconnect()
      done(performance.now() - began)
    }).observe(document, { childList: true, subtree: true })
    ${act}
  })`)
}

const drawn = `new Promise((done) => {
  const look = () => globalThis.usefulPaint ? done(globalThis.usefulPaint) : requestAnimationFrame(look)
  look()
})`

async function shown(page: Page): Promise<void> {
  await page.locator('main h1').waitFor()
  await page.locator(loading).first().waitFor({ state: 'detached' })
}

/** Goes to another page of the console as a link does, without loading the application again, and waits until it is shown. */
export async function follow(page: Page, path: string): Promise<void> {
  const before = await page.locator('main h1').innerText()
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/ui/console${path}`)})`)
  await page.locator('main h1').filter({ hasNotText: before }).waitFor()
  await shown(page)
}

/** What a tab holds after a collection of garbage. */
export interface TabMemory {
  /** Bytes of the heap of scripts. */
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
}

/** Measures a tab over the protocol of its browser. */
export async function tabMemory(page: Page): Promise<TabMemory> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  // Some things are free only after the finalizers of the collection before.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  await session.detach()
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
  return { heap: value('JSHeapUsedSize'), nodes: value('Nodes'), listeners: value('JSEventListeners') }
}

/** By how much the greatest of these has grown. */
export function growth(before: TabMemory, after: TabMemory): number {
  return Math.max(after.heap / before.heap, after.nodes / before.nodes, after.listeners / before.listeners)
}
