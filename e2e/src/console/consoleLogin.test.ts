import { expect, test } from 'vitest'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const root = await world.visit('instanceOwner', '/organizations?q=Acme')

/** What the tab keeps, by the library's own name for it. */
async function tokensOf({ page }: ConsoleVisitor): Promise<Record<string, string>> {
  const text = await page.evaluate<string>(
    `Object.entries(sessionStorage).find(([name]) => name.startsWith('oidc.user:'))?.[1] ?? '{}'`,
  )
  return JSON.parse(text) as Record<string, string>
}

async function introspected(token: string): Promise<unknown> {
  const reply = await fetch(`${world.server.url}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return reply.status
}

/** Redeems a refresh token as a thief would: as the public client, with no key. */
async function redeem(token: string, clientId: string): Promise<string> {
  const reply = await fetch(`${world.server.url}/oauth/v2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: clientId }),
  })
  return ((await reply.json()) as { error?: string }).error ?? 'ok'
}

test('a login ends where it began, leaves no code in the address, and binds its tokens to a key', async () => {
  await root.heading('Organizations')
  expect(root.page.url()).toBe(`${world.server.url}/ui/console/organizations?q=Acme`)
  const tokens = await tokensOf(root)
  expect(tokens).toMatchObject({ token_type: 'DPoP', refresh_token: expect.any(String) })
  // Without the key neither token is of any use.
  expect(await introspected(tokens['access_token'] ?? '')).toBe(401)
  const { clientId } = (await world.server.rest('GET', '/ui/console/environment.json')).json as {
    clientId: string
  }
  expect(await redeem(tokens['refresh_token'] ?? '', clientId)).not.toBe('ok')
  expect(await root.page.evaluate('Object.values({ ...localStorage }).join()')).not.toContain(
    tokens['access_token'],
  )
  expect(await extractableKeys(root)).toEqual([false])
})

/** Whether scripts could read the private keys that the browser keeps. */
function extractableKeys({ page }: ConsoleVisitor): Promise<boolean[]> {
  return page.evaluate<boolean[]>(`(async () => {
    const open = (name) => new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result) })
    const found = []
    for (const { name } of await indexedDB.databases()) {
      const db = await open(name)
      for (const store of db.objectStoreNames) {
        const rows = await new Promise((done) => {
          db.transaction(store).objectStore(store).getAll().onsuccess = (event) => done(event.target.result)
        })
        for (const { keys } of rows) found.push(keys.privateKey.extractable)
      }
      db.close()
    }
    return found
  })()`)
}

test('a reload stays on the page and asks nobody to log in again', async () => {
  const requests: string[] = []
  root.page.on('request', (request) => requests.push(new URL(request.url()).pathname))
  await root.page.reload()
  await root.heading('Organizations')
  expect(root.page.url()).toContain('/organizations?q=Acme')
  expect(requests.filter((path) => path.startsWith('/oauth/') || path.startsWith('/ui/v2/'))).toEqual([])
})

test('an access token that has expired is renewed once for all requests, by rotation', async () => {
  const before = await tokensOf(root)
  await root.page.evaluate(`(() => {
    const [name, text] = Object.entries(sessionStorage).find(([key]) => key.startsWith('oidc.user:'))
    sessionStorage.setItem(name, JSON.stringify({ ...JSON.parse(text), expires_at: 1 }))
  })()`)
  const redeemed: string[] = []
  root.page.on('request', (request) => {
    if (request.url().endsWith('/oauth/v2/token')) redeemed.push(request.postData() ?? '')
  })
  await root.go('/organizations')
  await root.page.getByRole('table', { name: 'Organizations' }).getByRole('link').first().waitFor()
  const after = await tokensOf(root)
  expect(after['refresh_token']).not.toBe(before['refresh_token'])
  // A second request with the same token only brings the nonce of its proof.
  expect(new Set(redeemed.map((body) => new URLSearchParams(body).get('refresh_token')))).toEqual(
    new Set([before['refresh_token']]),
  )
})

test('a logout ends the refresh token and the session', async () => {
  await root.page.getByRole('button', { name: /Choose an organization/ }).click()
  await root.page.getByRole('option', { name: /Acme/ }).first().click()
  await root.page.waitForURL((url) => url.searchParams.get('org') === world.orgId)
  const tokens = await tokensOf(root)
  await root.page.getByRole('button', { name: 'Account: root Console' }).click()
  await root.page.getByRole('menuitem', { name: 'Log out' }).click()
  await root.page.waitForURL(/signedout|logout/)
  expect(await tokensOf(root)).toEqual({})
  const { clientId } = (await world.server.rest('GET', '/ui/console/environment.json')).json as {
    clientId: string
  }
  expect(await redeem(tokens['refresh_token'] ?? '', clientId)).toBe('invalid_grant')
  await root.page.goto('/ui/console')
  await root.page.waitForURL(/\/ui\/v2\/login\//)
})

test('whoever logs in next in the same browser does not see the organizations chosen before', async () => {
  const { loginName, password } = world.people.nobody
  await root.press('Use another account')
  await root.enter('Login name', loginName)
  await root.press('Continue')
  await root.enter('Password', password)
  await root.press('Continue')
  await root.heading('You have no rights here yet')
  await root.page.getByRole('button', { name: /Choose an organization/ }).click()
  await root.page.getByRole('textbox', { name: 'Name of an organization' }).waitFor()
  expect(await root.page.getByRole('option', { name: /Acme/ }).count()).toBe(0)
  await root.close()
})

test.each([
  ['reported', 'content-security-policy-report-only', "<img src=/x.png alt='' />", "img-src 'none'"],
  ['of a worker', 'content-security-policy', "<script>new Worker('/x.js')</script>", "worker-src 'none'"],
])('a violation that is %s would fail every test of a page', async (_, header, body, policy) => {
  const visitor = await world.browser.visitor()
  const headers = { [header]: policy, 'content-type': 'text/html' }
  await visitor.page.route('**/probe', (route) => route.fulfill({ headers, body }))
  await visitor.open('/probe')
  await visitor.page.waitForLoadState('networkidle')
  const fault: unknown = await visitor.close().catch((error: unknown) => error)
  expect(fault).toHaveProperty(
    'actual',
    expect.arrayContaining([expect.stringContaining('violates the Content Security Policy')]),
  )
})

test('the page admits no script, style or frame of others', async () => {
  const reply = await fetch(`${world.server.url}/ui/console/organizations`)
  const policy = reply.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/default-src 'none'; script-src 'nonce-[^']+'; style-src 'nonce-[^']+'/)
  expect(policy).not.toMatch(/unsafe|\*|https?:/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types default")
  expect(reply.headers.get('cache-control')).toBe('no-store')
  const html = await reply.text()
  const [script = ''] = /\/ui\/console\/assets\/start-[\w-]+\.js/.exec(html) ?? []
  const file = await fetch(world.server.url + script, { headers: { 'accept-encoding': 'br' } })
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(file.headers.get('content-encoding')).toBe('br')
  expect((await fetch(`${world.server.url}/ui/console/assets/none.js`)).status).toBe(404)
})
