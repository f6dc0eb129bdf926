import type { BrowserContext, Page, Response } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { closeContexts, openChromium } from './openChromium.ts'
import { barriers, invalidHtml, tooWide } from './pageBarriers.ts'
import { takePicture } from './takePicture.ts'
import { type AuthenticatorSocket, openAuthenticatorSocket } from './virtualAuthenticator.ts'

/** How a person sees pages. */
export interface VisitorOptions {
  /** False for a browser without scripts. */
  readonly javaScript?: boolean
  /** The width of the window in CSS pixels at a zoom of 100 %; 1280 unless given. */
  readonly width?: number
  /** 2 for a zoom of 200 %: half as many CSS pixels, each twice as large. */
  readonly zoom?: number
  readonly theme?: Theme
  readonly reducedMotion?: boolean
  /** The language of the browser; English unless given. */
  readonly locale?: string
  /** Cookies that the browser has already. */
  readonly cookies?: Awaited<ReturnType<BrowserContext['cookies']>>
}

type Theme = 'light' | 'dark'

/** A person at a browser of their own, with cookies of their own and a socket for an authenticator. */
export interface Visitor extends AuthenticatorSocket {
  readonly context: BrowserContext
  readonly page: Page
  /** Opens a path of the server, or a whole address. */
  open(address: string): Promise<void>
  /** Types into the first field whose label begins so. */
  enter(label: string, text: string): Promise<void>
  /** Presses the first button or link whose name begins so, and waits for the page to which it leads. */
  press(name: string): Promise<void>
  /**
   * Looks at the page closely: it is valid HTML, has no barrier, fits every width, complains of nothing in the console, and loads nothing
   * from other origins. Takes a picture of each look if a run asks for pictures; the page is left as it was.
   */
  look(name: string, options?: LookOptions): Promise<void>
  /** Opens a further tab of the same browser. */
  tab(): Promise<Visitor>
  /** Closes the tab; the browser keeps its cookies and the files that it has cached, for `tab`. */
  leave(): Promise<void>
  close(): Promise<void>
}

/** The looks of a page: every theme at every width unless given. */
export interface LookOptions {
  readonly widths?: readonly number[]
  readonly themes?: readonly Theme[]
}

/** A browser for the pages of a server. */
export interface HostedBrowser {
  visitor(options?: VisitorOptions): Promise<Visitor>
  /** The paths of the pages that were looked at. */
  readonly seen: ReadonlySet<string>
}

/** Opens the browser of the test file that calls this at its top level. */
export async function hostedBrowser(server: Pick<TestServer, 'url'>): Promise<HostedBrowser> {
  const browser = await openChromium()
  afterAll(() => closeContexts(browser))
  const seen = new Set<string>()
  return {
    seen,
    async visitor(options = {}) {
      const { javaScript = true, width = 1280, zoom = 1, theme = 'light', reducedMotion, locale } = options
      const motion = reducedMotion ? 'reduce' : 'no-preference'
      const context = await browser.newContext({
        baseURL: server.url,
        javaScriptEnabled: javaScript,
        viewport: { width: Math.round(width / zoom), height: Math.round(800 / zoom) },
        deviceScaleFactor: zoom,
        colorScheme: theme,
        reducedMotion: motion,
        locale: locale ?? 'en',
      })
      if (options.cookies) await context.addCookies(options.cookies)
      if (javaScript) await context.addInitScript(reportViolations)
      return openVisitor(context, { server, javaScript, seen, theme, motion })
    },
  }
}

interface Surroundings {
  readonly server: Pick<TestServer, 'url'>
  readonly javaScript: boolean
  readonly theme: Theme
  readonly motion: 'reduce' | 'no-preference'
  readonly seen: Set<string>
}

async function openVisitor(context: BrowserContext, around: Surroundings): Promise<Visitor> {
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints = collectComplaints(page, around.server.url)
  let received: Response | undefined
  page.on('response', (response) => {
    const request = response.request()
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) received = response
  })
  return {
    context,
    page,
    ...(await openAuthenticatorSocket(page)),
    async open(address) {
      await page.goto(address)
    },
    enter: (label, text) => page.getByLabel(beginsWith(label)).first().fill(text),
    async press(begin) {
      const name = beginsWith(begin)
      const target = page.getByRole('button', { name }).or(page.getByRole('link', { name })).first()
      await Promise.all([page.waitForEvent('load'), target.click()])
    },
    async look(name, options) {
      expect(page.url().startsWith(around.server.url), `${page.url()} is a page of the server`).toBe(true)
      around.seen.add(new URL(page.url()).pathname)
      const html = received?.url() === page.url().split('#')[0] ? await received?.text() : undefined
      const faults = html === undefined ? [] : [...(await invalidHtml(html)), ...(await unfilled(page))]
      const seen = await lookAround(page, name, options, around)
      expect([...faults, ...seen, ...complaints.splice(0)], `the page ${name} at ${page.url()}`).toEqual([])
    },
    tab: () => openVisitor(context, around),
    async leave() {
      await page.close()
      expect(complaints).toEqual([])
    },
    async close() {
      await context.close()
      expect(complaints).toEqual([])
    },
  }
}

function beginsWith(text: string): RegExp {
  return new RegExp(`^\\s*${RegExp.escape(text)}`)
}

/** Files that a page needs, which must be there; not the calls that upload them. */
const resource = /\/assets\/(?!v1\/(org|instance)\/policy\/)/

/** Reports violations of the Content Security Policy as errors, also those that are only reported, and of frames. */
const reportViolations = `addEventListener('securitypolicyviolation', ({ disposition, effectiveDirective, blockedURI }) =>
  console.error('violates the Content Security Policy', disposition, effectiveDirective, blockedURI))`

/** Collects errors of the console, which include violations of the Content Security Policy, and requests to other origins. */
function collectComplaints(page: Page, origin: string): string[] {
  const complaints: string[] = []
  page.on('console', (said) => {
    // Pages with a problem have a status that says so.
    const isStatus = /^Failed to load resource/.test(said.text()) && !resource.test(said.location().url)
    if (said.type() === 'error' && !isStatus) complaints.push(said.text())
  })
  page.on('pageerror', ({ message }) => void complaints.push(message))
  page.on('request', (request) => {
    const url = request.url()
    const isElsewhere = !url.startsWith(`${origin}/`) && !url.startsWith('data:')
    if (isElsewhere && !request.isNavigationRequest()) complaints.push(`the page loads ${url}`)
  })
  return complaints
}

/** Placeholders and values that a text was left with. */
async function unfilled(page: Page): Promise<readonly string[]> {
  const text = await page.locator('body').innerText()
  return text.match(/\{\w+\}|\bundefined\b|\[object \w+\]|\bNaN\b/g) ?? []
}

const widths = [1280, 768, 320]
const themes: readonly Theme[] = ['light', 'dark']

/** Waits until a page is drawn and what fades has faded, which some controls do in spite of reduced motion; what goes round never ends. */
const settled = `Promise.race([
  new Promise((late) => setTimeout(late, 1000)),
  new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() =>
    Promise.allSettled(
      document.getAnimations()
        .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
        .map(({ finished }) => finished),
    ).then(() => undefined),
  ),
])`

async function lookAround(
  page: Page,
  name: string,
  options: LookOptions = {},
  { javaScript, theme, motion }: Surroundings,
): Promise<readonly string[]> {
  const faults: string[] = []
  const usual = page.viewportSize() ?? { width: 1280, height: 800 }
  for (const [at, colorScheme] of (options.themes ?? themes).entries()) {
    // Colours that fade to the other theme would be measured halfway.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const shown = options.widths ?? widths
    for (const width of at === 0 ? shown : shown.toReversed()) {
      await page.setViewportSize({ width, height: usual.height })
      if (javaScript) await page.evaluate(settled)
      const surplus = await tooWide(page)
      if (surplus > 0) faults.push(`${surplus} pixels do not fit ${width}`)
      await takePicture(page, `${name}-${colorScheme}-${width}`)
    }
    // One theme is checked at the smallest width, the other one at the largest.
    if (javaScript) faults.push(...(await barriers(page)))
  }
  await page.emulateMedia({ colorScheme: theme, reducedMotion: motion })
  await page.setViewportSize(usual)
  return faults
}
