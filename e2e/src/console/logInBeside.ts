import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { ConsolePerson, ConsoleVisitor } from './consoleWorld.ts'

/** Ends the login of the tab, as the end of its session does while the page stays open. */
export async function endLogin({ page }: ConsoleVisitor) {
  await page.evaluate(`(() => {
    const [name, text] = Object.entries(sessionStorage).find(([key]) => key.startsWith('oidc.user:'))
    sessionStorage.setItem(name, JSON.stringify({ ...JSON.parse(text), expires_at: 1, refresh_token: 'ended' }))
  })()`)
}

/** Logs in again in the window that the page opens for it, which knows the owner of the page by name. */
export async function logInBeside(
  { page }: ConsoleVisitor,
  as: ConsolePerson,
  within: Locator = page.getByRole('main'),
) {
  const [beside] = await Promise.all([
    page.waitForEvent('popup'),
    within.getByRole('button', { name: 'Log in again' }).click(),
  ])
  const password = beside.getByLabel('Password').first()
  await password.waitFor()
  // Nothing of the tab is in the window, not even the tokens that may still be of use.
  expect(
    await beside.evaluate(`Object.keys(sessionStorage).filter((key) => key.startsWith('oidc.'))`),
  ).toEqual([])
  const [name = ''] = as.loginName.split('@')
  if ((await beside.locator('.chip', { hasText: name }).count()) === 0) {
    await beside.getByRole('link', { name: 'Use another account' }).click()
    await beside.waitForURL('**/accounts?**')
    await beside.getByRole('link', { name: 'Use another account' }).click()
    await beside.getByLabel('Login name').fill(as.loginName)
    await beside.getByRole('button', { name: 'Continue' }).click()
  }
  await password.fill(as.password)
  const closed = beside.waitForEvent('close')
  await beside.getByRole('button', { name: 'Continue' }).click()
  await closed
}
