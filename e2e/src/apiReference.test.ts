import { type IncomingMessage, request } from 'node:http'
import { Validator } from '@seriousme/openapi-schema-validator'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { closeContexts, openChromium } from './openChromium.ts'
import { tooWide } from './pageBarriers.ts'

const server = await testServer()

type Checked = Parameters<Validator['validate']>[0]
interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, unknown>>
  readonly security?: readonly unknown[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}
interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly parameters: unknown
    readonly schemas: Readonly<Record<string, unknown>>
  }
}

async function documentAt(path: string): Promise<Document> {
  const reply = await fetch(server.url + path)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe('application/json')
  expect(reply.headers.get('access-control-allow-origin')).toBe('*')
  return (await reply.json()) as Document
}

const reason = { $ref: '#/components/parameters/Reason' }

const operationsOf = ({ paths }: Document) => Object.values(paths).flatMap((item) => Object.values(item))

describe('the OpenAPI documents', () => {
  test('are valid OpenAPI 3.1, whole and by group', async () => {
    const groups = ['user.v2', 'management.v1', 'sallyport.v1']
    const paths = ['/openapi.json', ...groups.map((group) => `/openapi/${group}.json`)]
    for (const path of paths) {
      const document = await documentAt(path)
      expect(document.openapi).toBe('3.1.0')
      const { valid, errors } = await new Validator().validate(document as unknown as Checked)
      expect(errors, path).toBeUndefined()
      expect(valid).toBe(true)
      const ids = operationsOf(document).map(({ operationId }) => operationId)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  test('have the served routes only, the routes of our own table too', async () => {
    const whole = await documentAt('/openapi.json')
    expect(whole.paths['/v2/users/new']?.['post']?.operationId).toBe('zitadel.user.v2.UserService.CreateUser')
    expect(whole.paths['/v2/users/{userId}/pats/{tokenId}']).toHaveProperty('delete')
    expect(JSON.stringify(whole.paths)).not.toContain('zitadel.saml.v2.SAMLService')
    expect(whole.paths['/management/v1/actions/_search']).toBeUndefined()
  })

  test('have our own operations, whose users are ids or `me`', async () => {
    const { paths } = await documentAt('/openapi/sallyport.v1.json')
    expect(Object.keys(paths).every((path) => path.startsWith('/sallyport/v1/'))).toBe(true)
    expect(paths['/sallyport/v1/users/{userId}/recovery_codes']?.['post']).toMatchObject({
      operationId: 'sallyport.v1.ReplaceRecoveryCodes',
      parameters: [
        { name: 'userId', in: 'path', description: 'The id of a user; `me` is the caller.' },
        { name: 'x-sallyport-dry-run', in: 'header' },
        reason,
      ],
    })
    expect(paths['/sallyport/v1/events']?.['get']?.parameters).not.toContainEqual(reason)
    expect((await documentAt('/openapi.json')).paths).toMatchObject(paths)
  })

  test('have examples of our own operations', async () => {
    const { paths } = await documentAt('/openapi/sallyport.v1.json')
    const json = (part: unknown) => ({ content: { 'application/json': part } })
    expect(paths['/sallyport/v1/users/{userId}/recovery_codes']?.['get']).toMatchObject({
      responses: { 200: json({ example: { left: expect.any(Number), total: expect.any(Number) } }) },
    })
    expect(paths['/sallyport/v1/log-targets']?.['post']).toMatchObject({
      requestBody: json({ example: { name: expect.any(String), url: expect.any(String) } }),
    })
  })

  test('state rules, JSON forms, headers, security and errors', async () => {
    const { paths, components } = await documentAt('/openapi/user.v2.json')
    const added = paths['/v2/users/{userId}/otp_email']?.['post']
    expect(added?.parameters).toMatchObject([
      { name: 'userId', in: 'path', schema: { minLength: 1, maxLength: 200 } },
      { name: 'x-sallyport-dry-run', in: 'header' },
      reason,
    ])
    expect(components.parameters).toMatchObject({ Reason: { name: 'x-sallyport-reason', in: 'header' } })
    const search = paths['/v2/users']?.['post']
    expect(search?.operationId).toBe('zitadel.user.v2.UserService.ListUsers')
    expect(search?.parameters ?? []).not.toContainEqual(reason)
    expect(Object.keys(added?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', 'default'])
    const { 'zitadel.object.v2.Details': details, Error: error } = components.schemas
    expect(details).toMatchObject({
      properties: {
        sequence: { type: 'string', format: 'uint64' },
        changeDate: {
          type: 'string',
          format: 'date-time',
          description: expect.stringContaining('on read: the timestamp'),
        },
      },
    })
    expect(error).toMatchObject({ required: ['code', 'message'] })
    const admin = await documentAt('/openapi/admin.v1.json')
    expect(admin.paths['/admin/v1/healthz']?.['get']?.security).toEqual([])
  })

  test('are refused for unknown groups, and served uncompressed on demand', async () => {
    for (const path of ['/openapi/none.v9.json', '/openapi/user.v2', '/openapi/..%2F.json']) {
      expect((await fetch(server.url + path)).status).toBe(404)
    }
    const plain = await fetch(`${server.url}/openapi/org.v2.json`, {
      headers: { 'accept-encoding': 'identity' },
    })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.json()).toMatchObject({ openapi: '3.1.0' })
  })
})

describe('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openChromium()
  })
  afterAll(() => closeContexts(browser))

  /** Opens a page; collects everything that the browser complains about or loads from elsewhere. */
  async function open(path: string, width = 1280): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(server.url) && !url.startsWith('data:')) complaints.push(`loads ${url}`)
    })
    page.setDefaultTimeout(90_000)
    await page.goto(server.url + path, { waitUntil: 'domcontentloaded' })
    return { page, complaints }
  }

  test('the reference shows the calls of a group and tries one with a token', async () => {
    const { page, complaints } = await open('/docs')
    const userId = server.first.machine?.userId ?? ''
    await page.locator('.opblock').first().waitFor()
    await page.locator('.auth-wrapper .authorize').click()
    await page.locator('#auth-bearer-value').fill(server.adminToken)
    await page.getByRole('button', { name: 'Apply credentials' }).click()
    await page.locator('.btn-done').click()
    const operation = page.locator('.opblock', { hasText: 'User by ID' }).first()
    await operation.locator('.opblock-summary-control').click()
    await operation.locator('.try-out__btn').click()
    await operation.locator('.parameters input').first().fill(userId)
    await operation.locator('.execute').click()
    const reply = operation.locator('.live-responses-table .response')
    await reply.waitFor()
    expect(await reply.innerText()).toContain(`"userId": "${userId}"`)
    expect(complaints).toEqual([])
    await page.close()
  }, 120_000)

  test('the reference fits on a phone', async () => {
    const { page, complaints } = await open('/docs', 360)
    await page.locator('.opblock').first().waitFor()
    expect(await tooWide(page)).toBe(0)
    await page.locator('.opblock-summary-control').first().click()
    await page.locator('.opblock.is-open .responses-wrapper').waitFor()
    expect(await tooWide(page)).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  }, 120_000)

  test.each([360, 1280])(
    'the start page at / says what runs here and what to do next, %i pixels wide',
    async (width) => {
      const { page, complaints } = await open('/', width)
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Sallyport is running')
      expect(await tooWide(page)).toBe(0)
      const links = await page
        .getByRole('link')
        .evaluateAll((all: { href: string }[]) => all.map(({ href }) => href))
      for (const link of links) expect((await fetch(link)).status, link).toBe(200)
      expect(complaints).toEqual([])
      await page.close()
    },
  )
})

describe('the start page at /', () => {
  const get = (headers: Record<string, string>) => fetch(`${server.url}/`, { headers })

  test('is a page with a strict policy, and JSON for clients that accept only JSON', async () => {
    const page = await get({ accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'nonce-/)
    expect(await page.text()).not.toMatch(/\d+\.\d+\.\d+/)
    const json = await get({ accept: 'application/json' })
    expect([json.status, await json.json()]).toEqual([
      200,
      {
        name: 'Sallyport',
        issuer: server.url,
        apiReference: `${server.url}/docs`,
        openapi: `${server.url}/openapi.json`,
        ready: `${server.url}/debug/ready`,
      },
    ])
  })

  test('shows the refusal of an unknown host as a page', async () => {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { host: 'elsewhere.example', accept: 'text/html' }
      request({ port: server.port, host: '127.0.0.1', headers }, resolve).on('error', reject).end()
    })
    reply.resume()
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  })
})
