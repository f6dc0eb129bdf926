import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ThemeMode } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { type PageClient, pageClient } from './pageClient.ts'

const server = await testServer()
const password = 'Correct-Horse-7'
const namePage = '/ui/v2/login/loginname'

async function addPerson(name: string): Promise<string> {
  const { userId } = await server.client(UserService).addHumanUser({
    username: name,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email: `${name}@example.test`, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password, changeRequired: false } },
  })
  await server.client(UserService).humanMFAInitSkipped({ userId })
  return userId
}

async function signedIn(name: string): Promise<PageClient> {
  const browser = pageClient(server.url)
  await browser.open(namePage)
  await browser.submit({ loginName: `${name}@example.test` })
  await browser.submit({ password })
  return browser
}

const organization = server.first.orgId

test('the password page with all it loads is at most 30 kB in 4 requests', async () => {
  const browser = pageClient(server.url)
  await browser.open(namePage)
  const { url } = await browser.submit({ loginName: 'nobody@example.test' })
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const load = async (address: string) => {
    const reply = await fetch(new URL(address, url), { headers: { 'accept-encoding': 'gzip, br', cookie } })
    const text = await reply.text()
    const sizes = {
      body: Number(reply.headers.get('content-length')),
      head: [...reply.headers].flat().join(': ').length,
    }
    expect(reply.status, address).toBe(200)
    expect(sizes.body, address).toBeGreaterThan(0)
    expect(sizes.body, `${address} is compressed`).toBeLessThan(text.length / 2)
    return { text, size: sizes.body + sizes.head }
  }
  const page = await load(url.href)
  const files = [...page.text.matchAll(/(?:src|href)="(\/ui\/assets\/[^"]+)"/g)].map(([, file]) => file ?? '')
  expect(files.length).toBeGreaterThanOrEqual(2)
  expect(1 + files.length).toBeLessThanOrEqual(4)
  const loaded = await Promise.all(files.map(load))
  expect([page, ...loaded].reduce((sum, { size }) => sum + size, 0)).toBeLessThan(15_000)
})

test('files are kept for ever under their hash; another hash gets the current file, which is asked for again', async () => {
  const { text } = await pageClient(server.url).open(namePage)
  const [file = ''] = /\/ui\/assets\/pages\.[\w-]+\.css/.exec(text) ?? []
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { headers })
  const current = await get(file)
  expect(Object.fromEntries(current.headers)).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/css; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    vary: 'accept-encoding',
  })
  expect((await get(file, { 'if-none-match': current.headers.get('etag') ?? '' })).status).toBe(304)
  const older = await get(file.replace(/pages\.[\w-]+/, 'pages.AAAAAAAAAAAA'))
  expect([older.status, older.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  expect(await older.text()).toBe(await current.text())
  const plain = await get(file, { 'accept-encoding': 'identity' })
  expect(plain.headers.get('content-encoding')).toBeNull()
  for (const path of [
    '/ui/assets/other.AAAAAAAAAAAA.js',
    '/ui/assets/pages.css',
    '/ui/assets/__proto__.a.js',
  ]) {
    expect((await get(path)).status, path).toBe(404)
  }
})

test('every page that is asked for after a change of the instance shows it, also while others are being read', async () => {
  const { instanceId } = server.first
  const rename = (instanceName: string) =>
    server.client(InstanceService).updateInstance({ instanceId, instanceName })
  const title = async () =>
    (await (await fetch(server.url + namePage)).text()).match(/<title>.* – (.*)</)?.[1]
  let written = -1
  let isDone = false
  const older: string[] = []
  const readers = Array.from({ length: 4 }, async () => {
    while (!isDone) {
      const before = written
      const shown = Number((await title())?.replace(/\D+/, '') || -1)
      if (shown < before) older.push(`${shown} after ${before}`)
    }
  })
  try {
    for (let at = 0; at < 20; at++) {
      await rename(`Name ${at}`)
      written = at
    }
  } finally {
    isDone = true
  }
  await Promise.all(readers)
  expect(older).toEqual([])
  expect(await title()).toBe('Name 19')
  await rename('Sallyport')
})

test('a branding that waits for its activation is shown to those who may read policies, and to nobody else', async () => {
  const management = server.client(ManagementService)
  await management.addCustomLabelPolicy({ primaryColor: '#00ff00', themeMode: ThemeMode.LIGHT })
  const page = `${namePage}?organization=${organization}&preview=true`
  const isPreview = async (browser: PageClient) =>
    (await browser.open(page)).text.includes('Preview of a design')
  const owner = await addPerson('owner')
  await addPerson('member')
  await management.addOrgMember({ userId: owner, roles: ['ORG_OWNER'] })
  expect(await isPreview(pageClient(server.url))).toBe(false)
  expect(await isPreview(await signedIn('member'))).toBe(false)
  const admitted = await signedIn('owner')
  expect(await isPreview(admitted)).toBe(true)
  const framing = async (browser: PageClient, path = page) =>
    (await browser.open(path)).headers.get('content-security-policy')
  expect(await framing(admitted)).toContain("frame-ancestors 'self';")
  expect(await framing(admitted, namePage)).toContain("frame-ancestors 'none';")
  expect(await framing(await signedIn('member'))).toContain("frame-ancestors 'none';")
  expect((await admitted.open(page.replace('&preview=true', ''))).text).not.toContain('only light')
  const live = page.replace('preview=true', 'preview=live')
  expect((await admitted.open(live)).text, 'what is active already').not.toMatch(/Preview of|only light/)
  expect(await framing(admitted, live)).toContain("frame-ancestors 'self';")
  expect(await framing(await signedIn('member'), live)).toContain("frame-ancestors 'none';")
  expect((await admitted.open(`${namePage}?preview=true`)).text, 'the instance').not.toContain(
    'Preview of a design',
  )
  await management.removeOrgMember({ userId: owner })
  expect(await isPreview(admitted)).toBe(false)
  await management.activateCustomLabelPolicy({})
  expect((await pageClient(server.url).open(page)).text).toContain('color-scheme:only light')
})

test('pages may be framed exactly by the origins of the security policy', async () => {
  const admin = server.client(AdminService)
  const headers = async () => (await pageClient(server.url).open(namePage)).headers
  const closed = await headers()
  expect(closed.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(closed.get('x-frame-options')).toBe('DENY')
  await admin.setSecurityPolicy({ enableIframeEmbedding: true, allowedOrigins: ['https://app.example.com'] })
  const open = await headers()
  expect(open.get('content-security-policy')).toContain("frame-ancestors 'self' https://app.example.com;")
  expect(open.get('x-frame-options')).toBeNull()
  await admin.setSecurityPolicy({ enableIframeEmbedding: false, allowedOrigins: [] })
  expect((await headers()).get('x-frame-options')).toBe('DENY')
})

test('what people store is shown as text, never as HTML', async () => {
  const script = '<script>alert(1)</script>'
  await server.client(AdminService).updatePrivacyPolicy({
    customLink: 'https://example.com/"onmouseover="alert(1)',
    customLinkText: script,
    helpLink: 'https://example.com/{{.Lang}}',
  })
  await server.client(ManagementService).updateOrg({ name: `${script}"'` })
  const { text, document } = await pageClient(server.url).open(`${namePage}?organization=${organization}`)
  expect(text).not.toContain(script)
  expect(
    document.querySelectorAll('script').every((one) => one.getAttribute('src')?.startsWith('/ui/assets/')),
  ).toBe(true)
  expect(document.querySelectorAll('[onmouseover], [style]')).toEqual([])
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})
