import { createServer } from 'node:net'
import { buildConsole } from '../../../console/build.ts'
import {
  follow,
  growth,
  type Page,
  type TabMemory,
  tabMemory,
  usefulPaints,
} from '../../../e2e/src/console/consolePace.ts'
import {
  embeddedUrl,
  makeDataDir,
  readToken,
  removeDataDir,
  startServerProcess,
} from '../../../e2e/src/serverProcess.ts'
import type { Target } from '../httpConnection.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { withClient } from '../withClient.ts'
import { consoleBrowser } from './consoleBrowser.ts'
import { apiTimings, clearTimings, p95 } from './pageTimes.ts'
import { type Directory, type DirectorySize, seedDirectory } from './seedDirectory.ts'

/** What issue 16 asks for. */
const budget = { milliseconds: 150, paintMilliseconds: 1000, growth: 1.3 } as const

const sizes = {
  whole: { people: 100_000, organizations: 2000, projects: 500 },
  quick: { people: 2000, organizations: 100, projects: 20 },
} as const satisfies Record<string, DirectorySize>

/** Texts that are typed letter by letter, each letter answered before the next one; none is the beginning of another. */
const typed = ['Grace', 'ada.allen', 'hopper-2', '+4179', 'bench.example', 'uring', 'Firm', 'zzz']

/** Measures the console in a real browser at an instance of 100,000 people; `quick`, of 2,000. */
export async function benchConsole(quick: boolean): Promise<void> {
  await buildConsole()
  const size = quick ? sizes.quick : sizes.whole
  const dataDir = makeDataDir()
  // The console is admitted at the address of the first start.
  const settings = { SALLYPORT_LOG_LEVEL: 'warn', SALLYPORT_PORT: String(await freePort()) }
  const server = await startServerProcess({ dataDir, settings })
  try {
    const target = { port: server.port, token: readToken(dataDir) }
    const begun = performance.now()
    let directory: Directory = { orgIds: [], projectIds: [], userIds: [] }
    await withClient(embeddedUrl(dataDir), async (client) => {
      directory = await seedDirectory(target, client, size)
    })
    say(
      `the console with ${figure(size.people)} people, ${figure(size.organizations)} organizations, ${size.projects} projects`,
    )
    say(`      seeded in ${figure((performance.now() - begun) / 1000)} s`)
    await measureConsole(target, directory, quick)
    await server.stop()
  } finally {
    await server.kill()
    removeDataDir(dataDir)
  }
}

/** Measures the console of a server that `seedDirectory` has filled. */
async function measureConsole(target: Target, directory: Directory, quick: boolean): Promise<void> {
  const { page, close } = await consoleBrowser(target)
  try {
    await typing(page, quick ? 3 : typed.length)
    await firstPages(page, directory, quick ? 3 : 10)
    await paint(page)
    await navigations(page, directory)
  } finally {
    await close()
  }
}

/** Types into the search of people and into the palette. */
async function typing(page: Page, texts: number): Promise<void> {
  const rows: string[][] = []
  for (const place of ['people', 'palette'] as const) {
    await page.goto('/ui/console/people')
    await page.locator('main table a').first().waitFor()
    await clearTimings(page)
    const path = place === 'palette' ? '/sallyport/v1/search' : '/sallyport/v1/users'
    for (const text of typed.slice(0, texts)) {
      if (place === 'palette') await page.keyboard.press('Control+k')
      const box =
        place === 'palette' ? page.getByRole('dialog').getByRole('textbox') : page.locator('[data-filter]')
      await box.fill('')
      for (const letter of text) {
        const answered = page.waitForResponse((reply) => new URL(reply.url()).pathname === path && reply.ok())
        await box.press(letter)
        await answered
      }
      if (place === 'palette') await page.keyboard.press('Escape')
    }
    const times = (await apiTimings(page)).filter((one) => one.path === path).map(({ duration }) => duration)
    rows.push([place, figure(median(times)), figure(p95(times)), String(times.length)])
    judge(p95(times), `typing in the search of ${place}`)
  }
  sayTable(['typing in', 'p50 ms', 'p95 ms', 'keystrokes'], rows)
}

function judge(milliseconds: number, what: string): void {
  promise(
    milliseconds <= budget.milliseconds,
    `${what}: p95 ${figure(milliseconds)} ms (<= ${budget.milliseconds})`,
  )
}

/** Loads the first page of every list again and again. */
async function firstPages(page: Page, { projectIds }: Directory, times: number): Promise<void> {
  const lists = {
    start: '',
    people: '/people',
    organizations: '/organizations',
    projects: '/projects',
    applications: `/projects/${projectIds[0]}/applications`,
    authorizations: '/authorizations',
    administrators: '/administrators',
    audit: '/audit',
  }
  const rows: string[][] = []
  for (const [name, path] of Object.entries(lists)) {
    const durations = new Map<string, number[]>()
    for (let time = 0; time < times; time++) {
      await page.goto(`/ui/console${path}`)
      await page.locator('main h1').waitFor()
      await page.waitForLoadState('networkidle')
      for (const one of await apiTimings(page))
        durations.set(one.path, [...(durations.get(one.path) ?? []), one.duration])
    }
    const calls = [...durations].map(([call, all]) => ({ call, p50: median(all), p95: p95(all) }))
    const slowest = calls.toSorted((a, b) => b.p95 - a.p95)[0] ?? { call: 'none', p50: 0, p95: Infinity }
    rows.push([name, slowest.call, figure(slowest.p50), figure(slowest.p95)])
    judge(slowest.p95, `first page of ${name}`)
  }
  sayTable(['first page of', 'slowest call', 'p50 ms', 'p95 ms'], rows)
}

async function paint(page: Page): Promise<void> {
  const paints = await usefulPaints(page, '/people', 12)
  const half = median(paints)
  promise(
    half < budget.paintMilliseconds,
    `first useful paint of the list of people, all files cached: ${figure(half)} ms (< ${budget.paintMilliseconds}; median)`,
  )
}

/** Opens page after page in one tab, each time those of other people. */
async function navigations(page: Page, { projectIds, userIds, orgIds }: Directory): Promise<void> {
  const round = (number: number) => [
    '/people',
    `/people/${userIds[number]}`,
    '/organizations',
    `/organizations/${orgIds[number]}`,
    '/projects',
    `/projects/${projectIds[number]}`,
    '/administrators',
    '/authorizations',
    '/audit',
    '/settings',
  ]
  const memory: TabMemory[] = []
  await page.goto('/ui/console')
  for (let at = 0; at < 200; at++) {
    await follow(page, round(Math.floor(at / 10))[at % 10] ?? '')
    if (at === 19 || at === 199) memory.push(await tabMemory(page))
  }
  const [early, late] = memory
  if (early === undefined || late === undefined) return
  const shown = ({ heap, nodes, listeners }: TabMemory) =>
    `${figure(heap / 2 ** 20)} MiB, ${figure(nodes)} nodes, ${figure(listeners)} listeners`
  const factor = growth(early, late)
  promise(
    factor <= budget.growth,
    `a tab after 20 navigations: ${shown(early)}; after 200: ${shown(late)}; factor ${figure(factor)} (<= ${budget.growth})`,
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
