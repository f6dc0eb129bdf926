import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Gallery, serveGallery } from './gallery.ts'
import { closeContexts, openChromium } from './openChromium.ts'

let gallery: Gallery
let browser: Browser
let page: Page
beforeAll(async () => {
  gallery = await serveGallery()
  browser = await openChromium()
})
afterEach(() => page.context().close())
afterAll(async () => {
  await closeContexts(browser)
  await gallery?.close()
})

async function open(
  view: string,
  options: BrowserContextOptions = {},
  before?: (page: Page) => Promise<unknown>,
) {
  const context = await browser.newContext(options)
  page = await context.newPage()
  await before?.(page)
  await page.goto(`${gallery.origin}/plain/${view}`)
  gallery.sent.length = 0
  return page
}

const button = (name: string) => page.getByRole('button', { name, exact: true })

test('a password is shown and hidden again, and sent as a password', async () => {
  await open('password')
  const input = page.getByLabel('Password', { exact: true })
  await input.fill('secret')
  await button('Show password').click()
  expect(await input.getAttribute('type')).toBe('text')
  expect(await page.evaluate('document.activeElement.id')).toBe(await input.getAttribute('id'))
  await button('Hide password').click()
  expect(await input.getAttribute('type')).toBe('password')
  await button('Show password').click()
  // Sent or not, the field must be a password by then.
  await page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
  await button('Continue').click()
  expect(await input.getAttribute('type')).toBe('password')
})

test('a form is sent once, and again after the back button', async () => {
  await open('password')
  await page.getByLabel('Password', { exact: true }).fill('secret')
  await button('Continue').evaluate((one: { click(): void }) => {
    one.click()
    one.click()
  })
  await page.waitForURL('**/password')
  await expect.poll(() => page.title()).toBe('sent')
  expect(gallery.sent.map((form) => form.get('password'))).toEqual(['secret'])
  await page.goBack()
  await page.getByLabel('Password', { exact: true }).fill('second')
  await button('Continue').click()
  await expect.poll(() => page.title()).toBe('sent')
  expect(gallery.sent.map((form) => form.get('password'))).toEqual(['secret', 'second'])
})

test('a further code may be asked for after the wait', async () => {
  await open('otp-email', {}, (page) => page.clock.install())
  expect(await button('Send a new code').isDisabled()).toBe(true)
  expect(await page.getByText('You can ask for a new code in 0:').innerText()).toMatch(/0:(30|29)\.$/)
  await page.clock.fastForward(31_000)
  expect(await button('Send a new code').isEnabled()).toBe(true)
  expect(await page.getByText('You can ask for a new code').isVisible()).toBe(false)
  await button('Send a new code').click()
  await expect.poll(() => gallery.sent.map((form) => form.get('action'))).toEqual(['resend'])
})

test('a key is copied', async () => {
  await open('totp-set', { permissions: ['clipboard-read', 'clipboard-write'] })
  await button('Copy').click()
  await button('Copied').waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    'JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP',
  )
})

test('the list of languages closes with Escape and with a press elsewhere, and sends the choice', async () => {
  await open('password')
  const list = page.locator('footer details')
  const isOpen = () => list.evaluate((details: { open: boolean }) => details.open)
  await list.locator('summary').click()
  expect(await isOpen()).toBe(true)
  await page.keyboard.press('Escape')
  expect(await isOpen()).toBe(false)
  await list.locator('summary').click()
  await page.getByRole('heading', { level: 1 }).click()
  expect(await isOpen()).toBe(false)
  await list.locator('summary').click()
  await button('Deutsch').click()
  await expect.poll(() => gallery.sent.map(String)).toEqual(['action=language&language=de'])
})

test('a page with a problem puts the focus where it is', async () => {
  await open('password-wrong')
  // A browser moves the focus with the first frame that it draws, which may come after the page has loaded.
  await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('password')
  const input = page.getByLabel('Password', { exact: true })
  expect(await input.getAttribute('aria-invalid')).toBe('true')
  expect(await page.title()).toBe('Please check your entries – Enter your password – Example')
  await page.goto(`${gallery.origin}/plain/locked`)
  await expect.poll(() => page.evaluate("document.activeElement.getAttribute('role')")).toBe('alert')
})

test('without JavaScript nothing is offered that needs it', async () => {
  await open('password', { javaScriptEnabled: false })
  expect(await button('Show password').isVisible()).toBe(false)
  await page.getByLabel('Password', { exact: true }).fill('secret')
  await button('Continue').click()
  await expect.poll(() => gallery.sent.map((form) => form.get('password'))).toEqual(['secret'])
  await page.goto(`${gallery.origin}/plain/passkey`)
  expect(await page.locator('noscript .notice').isVisible()).toBe(true)
  expect(await button('Use passkey').isVisible()).toBe(false)
  await button('Use your password instead').click()
  await expect.poll(() => gallery.sent.at(-1)?.get('action')).toBe('password')
  await page.goto(`${gallery.origin}/plain/otp-email`)
  expect(await button('Send a new code').isEnabled()).toBe(true)
})

describe('passkeys', () => {
  const plugIn = async (page: Page) => {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
  }
  const lastCredential = () => JSON.parse(gallery.sent.at(-1)?.get('credential') ?? '{}')

  test.each([
    ['a browser with JSON functions', ''],
    [
      'a browser from before 2025',
      `delete PublicKeyCredential.parseCreationOptionsFromJSON
       delete PublicKeyCredential.parseRequestOptionsFromJSON
       delete PublicKeyCredential.prototype.toJSON`,
    ],
  ])('%s makes one and uses it', async (_, script) => {
    await open('passkey-set', {}, async (page) => {
      await page.addInitScript(script)
      await plugIn(page)
    })
    await button('Add passkey').click()
    await expect.poll(() => gallery.sent.length).toBe(1)
    expect(gallery.sent[0]?.get('name')).toBe('Phone')
    const made = lastCredential()
    expect(made).toMatchObject({
      type: 'public-key',
      id: made.rawId,
      response: { attestationObject: expect.stringMatching(/^[\w-]+$/), transports: ['internal'] },
    })
    const client = JSON.parse(Buffer.from(made.response.clientDataJSON, 'base64url').toString())
    expect(client).toMatchObject({ type: 'webauthn.create', challenge: 'AAAA', origin: gallery.origin })
    await page.goto(`${gallery.origin}/plain/passkey`)
    await button('Use passkey').click()
    await expect.poll(() => gallery.sent.length).toBe(2)
    expect(lastCredential()).toMatchObject({
      id: made.id,
      response: {
        signature: expect.stringMatching(/^[\w-]+$/),
        authenticatorData: expect.stringMatching(/^[\w-]+$/),
        userHandle: 'MTIz',
      },
    })
  })

  test.each([
    ['NotAllowedError', 'Nothing was confirmed.'],
    ['InvalidStateError', 'This device is already set up for your account.'],
    ['SecurityError', 'Passkeys do not work at this address.'],
    ['OtherError', 'The device or key could not be used.'],
  ])('%s is said in words, and the button can be pressed again', async (name, text) => {
    await open('passkey', {}, (page) =>
      page.addInitScript(`navigator.credentials.get = async () => { throw new DOMException('', '${name}') }`),
    )
    await button('Use passkey').click()
    expect(await page.getByRole('alert').filter({ hasText: text }).isVisible()).toBe(true)
    expect(await button('Use passkey').getAttribute('aria-busy')).toBeNull()
    expect(gallery.sent).toEqual([])
    await button('Use your password instead').click()
    await expect.poll(() => gallery.sent.map((form) => form.get('action'))).toEqual(['password'])
  })

  test('a browser without WebAuthn says so', async () => {
    await open('passkey', {}, (page) => page.addInitScript('delete window.PublicKeyCredential'))
    await button('Use passkey').click()
    expect(await page.getByText('This browser cannot use passkeys.').isVisible()).toBe(true)
  })
})
