import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedBrowser, type Visitor } from './hostedBrowser.ts'
import { personWithFactors, signInAt } from './hostedPeople.ts'
import { barriers, tooWide } from './pageBarriers.ts'

/** Pages for people who enlarge them or who do not want anything to move. */
const server = await testServer()
const browser = await hostedBrowser(server)

/** Takes a visitor through a login and an account; `look` is called at each page. */
async function walk(visitor: Visitor, look: (name: string) => Promise<void>): Promise<void> {
  const person = await personWithFactors(server)
  await visitor.open('/ui/v2/login/loginname')
  await look('loginname')
  await visitor.open(`/ui/v2/login/register`)
  await look('register')
  await signInAt(visitor, person, '/ui/v2/login/loginname')
  await look('otp')
  await visitor.press('Choose another way')
  await look('mfa')
  await visitor.page.goBack()
  await visitor.open(`/ui/v2/login/accounts`)
  await look('accounts')
  await visitor.close()
}

test('at a zoom of 200 % nothing is cut off or has to be scrolled sideways', async () => {
  const visitor = await browser.visitor({ zoom: 2 })
  await walk(visitor, (name) => visitor.look(`${name}-zoom`, { widths: [640] }))
})

test('texts of twice the size fit (WCAG 2.2, 1.4.4)', async () => {
  const visitor = await browser.visitor({ width: 640 })
  const { page } = visitor
  await walk(visitor, async (name) => {
    await page.evaluate(`document.documentElement.style.fontSize = '200%'`)
    const size = await page.evaluate<string>(
      `getComputedStyle(document.querySelector('main p, main label')).fontSize`,
    )
    expect([name, Number.parseFloat(size) >= 28]).toEqual([name, true])
    const cut = await page.evaluate<readonly string[]>(`[...document.querySelectorAll('main :not(.hidden)')]
      .filter((one) => getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.outerHTML)`)
    expect([name, await tooWide(page), cut, await barriers(page)]).toEqual([name, 0, [], []])
  })
})

test('nothing moves for people who want that', async () => {
  const moving = `[...document.querySelectorAll('*')].flatMap((one) => [one, '::before', '::after'].map((part) =>
    typeof part === 'string' ? getComputedStyle(one, part) : getComputedStyle(one)))
    .filter(({ transitionDuration }) => transitionDuration.split(', ').some((time) => time !== '0s')).length`
  const usual = await browser.visitor()
  await usual.open('/ui/v2/login/loginname')
  expect(await usual.page.evaluate(moving)).toBeGreaterThan(0)
  const calm = await browser.visitor({ reducedMotion: true })
  await walk(calm, async (name) => expect([name, await calm.page.evaluate(moving)]).toEqual([name, 0]))
})
