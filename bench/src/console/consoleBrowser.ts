import type { Page } from '../../../e2e/src/console/consolePace.ts'
import { launchChromium } from '../../../e2e/src/launchChromium.ts'
import { call, HttpConnection, httpRequest, type Target } from '../httpConnection.ts'
import { seededPassword } from '../seedUsers.ts'

/** The address by which the bench's administrator logs in. */
const address = `console-${process.pid}@bench.example`

/** Opens a browser in which an administrator of the instance is logged in at the console. */
export async function consoleBrowser(
  target: Target,
): Promise<{ readonly page: Page; close(): Promise<void> }> {
  await addAdministrator(target)
  const browser = await launchChromium()
  const context = await browser.newContext({
    baseURL: `http://localhost:${target.port}`,
    viewport: { width: 1440, height: 900 },
    locale: 'en',
  })
  const page = await context.newPage()
  await page.goto('/ui/console')
  await page.getByLabel('Login name').first().fill(address)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Password').first().fill(seededPassword)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.locator('#console main h1').waitFor()
  return { page, close: () => browser.close() }
}

async function addAdministrator(target: Target): Promise<void> {
  const connection = await HttpConnection.open(target.port)
  const post = (path: string, body: object) =>
    call<{ userId: string }>(connection, httpRequest(target, 'POST', path, body))
  const { userId } = await post('/v2/users/human', {
    username: address,
    profile: { givenName: 'Root', familyName: 'Console' },
    email: { email: address, isVerified: true },
    password: { password: seededPassword, changeRequired: false },
  })
  await post('/admin/v1/members', { userId, roles: ['IAM_OWNER'] })
  await post(`/v2/users/${userId}/mfa_init_skipped`, {})
  connection.close()
}
