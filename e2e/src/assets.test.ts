import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { expect, test } from 'vitest'
import { addMachine, addOrg, inOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const svg = (inside = '<path d="M0 0h9v9z"/>') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`)
const png = (fill = 1, size = 100) =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(size, fill)])
const woff2 = Buffer.concat([Buffer.from('wOF2'), Buffer.alloc(100)])
const label = '/assets/v1/org/policy/label'

interface Caller {
  /** The administrator's by default; null sends none. */
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

function send(path: string, { token, headers }: Caller, init: RequestInit): Promise<Response> {
  const authorization: Record<string, string> =
    token === null ? {} : { authorization: `Bearer ${token ?? server.adminToken}` }
  return fetch(new URL(path, server.url), { ...init, headers: { ...authorization, ...headers } })
}

/** Returns the status, and the id of the refusal if there is one. */
async function upload(path: string, bytes: Uint8Array, caller: Caller = {}, field = 'file'): Promise<string> {
  const body = new FormData()
  body.append(field, new Blob([Uint8Array.from(bytes)], { type: 'text/html' }), 'x.html')
  return outcomeOf(await send(path, caller, { method: 'POST', body }))
}

async function outcomeOf(response: Response): Promise<string> {
  const [, id] = /\(([a-z_.]+)\)/.exec(await response.text()) ?? []
  return id === undefined ? `${response.status}` : `${response.status} ${id}`
}

const look = (path: string, caller: Caller = {}) => send(path, caller, {})
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

/** An organization with a branding of its own, and its id as the context. */
async function brandedOrg() {
  const { orgId } = await addOrg(server)
  const headers = inOrg(orgId)
  const management = server.client(ManagementService, { headers })
  await management.addCustomLabelPolicy({})
  const preview = async () => (await management.getPreviewLabelPolicy({})).policy
  const shown = async () => (await management.getLabelPolicy({})).policy
  return { orgId, headers, management, preview, shown }
}

test('a logo is uploaded, seen in the preview, shown to all once activated, and removed with the branding', async () => {
  const { orgId, headers, management, preview, shown } = await brandedOrg()
  expect(await upload(`${label}/logo`, svg(), { headers })).toBe('200')
  const first = (await preview())?.logoUrl ?? ''
  expect(first).toMatch(new RegExp(`^${server.url}/assets/v1/${orgId}/logo-[\\w-]{22}$`))
  expect((await shown())?.logoUrl).toBe('')
  expect((await look(`${label}/logo`, { headers })).status).toBe(404)
  expect(await bytesOf(await look(`${label}/logo/_preview`, { headers }))).toEqual(svg())

  await management.activateCustomLabelPolicy({})
  expect((await shown())?.logoUrl).toBe(first)
  const settings = await server.client(SettingsService, { headers }).getBrandingSettings({})
  expect(settings.settings?.lightTheme?.logoUrl).toBe(first)
  expect(await bytesOf(await look(`${label}/logo`, { headers }))).toEqual(svg())

  expect(await upload(`${label}/logo`, png(), { headers })).toBe('200')
  const second = (await preview())?.logoUrl ?? ''
  const statuses = async () => [
    (await look(first, { token: null })).status,
    (await look(second, { token: null })).status,
  ]
  expect(await statuses(), 'the shown and the prepared one').toEqual([200, 200])
  await management.activateCustomLabelPolicy({})
  expect(await statuses(), 'nothing refers to the first any more').toEqual([404, 200])
  await management.removeCustomLabelPolicyLogo({})
  expect(await statuses(), 'removed from the preview only').toEqual([404, 200])
  await management.activateCustomLabelPolicy({})
  expect(await statuses()).toEqual([404, 404])
  expect((await look(`${label}/logo`, { headers })).status).toBe(404)
})

test('each asset has a place of its own; all go with the organization', async () => {
  const { orgId, headers, management, preview } = await brandedOrg()
  for (const path of ['logo', 'logo/dark', 'icon', 'icon/dark'])
    expect(await upload(`${label}/${path}`, png(path.length), { headers })).toBe('200')
  expect(await upload(`${label}/font`, woff2, { headers })).toBe('200')
  const policy = await preview()
  const urls = [policy?.logoUrl, policy?.logoUrlDark, policy?.iconUrl, policy?.iconUrlDark, policy?.fontUrl]
  const types = await Promise.all(
    urls.map(async (url) => (await look(url ?? '', { token: null })).headers.get('content-type')),
  )
  expect(types).toEqual(['image/png', 'image/png', 'image/png', 'image/png', 'font/woff2'])
  expect(new Set(urls).size).toBe(5)
  expect(await bytesOf(await look(`${label}/icon/dark/_preview`, { headers }))).toEqual(png(9))
  await management.updateCustomLabelPolicy({ primaryColor: '#123456' })
  expect((await preview())?.iconUrl, 'colours change, assets stay').toBe(policy?.iconUrl)

  const kept = 'select id from secrets where stream_type = $1 and stream_id = $2'
  const secrets = () => server.testDatabase.database.query(kept, ['org', orgId])
  expect(await secrets()).toHaveLength(5)
  await management.removeOrg({})
  expect(await secrets()).toEqual([])
  for (const url of urls) expect((await look(url ?? '', { token: null })).status).toBe(404)
})

test('the instance’s assets show where an organization has no branding of its own', async () => {
  const path = '/assets/v1/instance/policy/label/icon'
  expect(await upload(path, png(7))).toBe('200')
  await server.client(AdminService).activateLabelPolicy({})
  const url = (await server.client(AdminService).getLabelPolicy({})).policy?.iconUrl ?? ''
  expect(url).toContain(`/assets/v1/${server.first.instanceId}/icon-`)
  expect(await bytesOf(await look(url, { token: null }))).toEqual(png(7))
  const { orgId } = await addOrg(server)
  expect(await bytesOf(await look(`${label}/icon`, { headers: inOrg(orgId) }))).toEqual(png(7))
  const branded = await brandedOrg()
  await branded.management.activateCustomLabelPolicy({})
  expect((await look(`${label}/icon`, { headers: branded.headers })).status, 'never a mixture').toBe(404)
  await server.client(AdminService).removeLabelPolicyIcon({})
  await server.client(AdminService).activateLabelPolicy({})
  expect((await look(url, { token: null })).status).toBe(404)
})

test('each asset is removed by itself, from the branding of the instance and of an organization', async () => {
  const { headers, management, preview } = await brandedOrg()
  const admin = server.client(AdminService)
  const ofInstance = async () => (await admin.getPreviewLabelPolicy({})).policy
  const cases = [
    [
      'logo',
      'logoUrl',
      () => admin.removeLabelPolicyLogo({}),
      () => management.removeCustomLabelPolicyLogo({}),
    ],
    [
      'logo/dark',
      'logoUrlDark',
      () => admin.removeLabelPolicyLogoDark({}),
      () => management.removeCustomLabelPolicyLogoDark({}),
    ],
    [
      'icon',
      'iconUrl',
      () => admin.removeLabelPolicyIcon({}),
      () => management.removeCustomLabelPolicyIcon({}),
    ],
    [
      'icon/dark',
      'iconUrlDark',
      () => admin.removeLabelPolicyIconDark({}),
      () => management.removeCustomLabelPolicyIconDark({}),
    ],
    [
      'font',
      'fontUrl',
      () => admin.removeLabelPolicyFont({}),
      () => management.removeCustomLabelPolicyFont({}),
    ],
  ] as const
  for (const [path, field, removeFromInstance, removeFromOrg] of cases) {
    const bytes = path === 'font' ? woff2 : png()
    expect(await upload(`/assets/v1/instance/policy/label/${path}`, bytes)).toBe('200')
    expect(await upload(`${label}/${path}`, bytes, { headers })).toBe('200')
    await removeFromInstance()
    expect([(await ofInstance())?.[field], (await preview())?.[field]]).toEqual([
      '',
      expect.stringMatching(/^http/),
    ])
    await removeFromOrg()
    expect((await preview())?.[field]).toBe('')
  }
})

test('assets come under their own type, to be kept for good, and run nothing', async () => {
  const { headers, management, preview } = await brandedOrg()
  await upload(`${label}/logo`, svg(), { headers })
  const shown = await look((await preview())?.logoUrl ?? '', { token: null })
  expect(shown.headers.get('content-type')).toBe('image/svg+xml')
  expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(shown.headers.get('access-control-allow-origin')).toBe('*')
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
  expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox$/)
  const etag = shown.headers.get('etag') ?? ''
  const again = await look(shown.url, { token: null, headers: { 'if-none-match': `"x", W/${etag}` } })
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])

  await management.activateCustomLabelPolicy({})
  const current = await look(`${label}/logo`, { headers })
  expect(current.headers.get('cache-control')).toBe('private, no-cache')
  const known = { 'if-none-match': current.headers.get('etag') ?? '' }
  expect((await look(`${label}/logo`, { headers: { ...headers, ...known } })).status).toBe(304)
  await upload(`${label}/logo`, png(), { headers })
  await management.activateCustomLabelPolicy({})
  expect((await look(`${label}/logo`, { headers: { ...headers, ...known } })).status).toBe(200)
})

test('files of the wrong kind, too large or wrongly sent are refused and change nothing', async () => {
  const { headers, preview } = await brandedOrg()
  const to = (path: string, bytes: Uint8Array, field?: string) =>
    upload(`${label}/${path}`, bytes, { headers }, field)
  expect(await to('logo', svg('<script>alert(1)</script>'))).toBe('400 asset.no_picture')
  expect(await to('logo', svg('<g onload="alert(1)"/>'))).toBe('400 asset.no_picture')
  expect(await to('logo', Buffer.from('<html></html>'))).toBe('400 asset.no_picture')
  expect(await to('logo', Buffer.alloc(0))).toBe('400 asset.no_picture')
  expect(await to('logo', woff2)).toBe('400 asset.no_picture')
  expect(await to('font', png())).toBe('400 asset.no_font')
  expect(await to('logo', png(), 'other')).toBe('400 upload.no_file')
  expect(await to('logo', png(1, 512 * 1024 - 7))).toBe('400 upload.too_large')
  expect(await to('logo', png(1, 600 * 1024))).toMatch(/^413/)
  const plain = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
    send(`${label}/logo`, { headers: { ...headers, 'content-type': type } }, { method: 'POST', body })
  expect(await outcomeOf(await plain(Uint8Array.from(png()), 'image/png'))).toBe('400 upload.no_file')
  expect(await outcomeOf(await plain('nonsense', 'multipart/form-data; boundary=x'))).toBe(
    '400 upload.no_file',
  )
  expect(await outcomeOf(await plain('nonsense', 'multipart/form-data'))).toBe('400 upload.no_file')
  const dry = { headers: { ...headers, 'x-sallyport-dry-run': 'true' } }
  expect(await upload(`${label}/logo`, png(), dry)).toBe('400 request.header_unsupported')
  expect((await preview())?.logoUrl).toBe('')
  expect(await to('logo', png(1, 512 * 1024 - 8)), 'as large as allowed').toBe('200')
})

test('uploads need a branding of their level', async () => {
  const { orgId } = await addOrg(server)
  const outcome = await upload(`${label}/logo`, png(), { headers: inOrg(orgId) })
  expect(outcome).toBe('404 asset.branding_not_found')
})

test('only those who may change the policy upload, only those who may read it look', async () => {
  const { orgId, headers } = await brandedOrg()
  const other = await brandedOrg()
  await upload(`${label}/logo`, png(), { headers })
  const tries = async (caller: Caller) => [
    await upload(`${label}/logo`, png(), caller),
    await outcomeOf(await look(`${label}/logo/_preview`, caller)),
    await upload('/assets/v1/instance/policy/label/logo', png(), caller),
    await outcomeOf(await look('/assets/v1/instance/policy/label/logo/_preview', caller)),
  ]
  const { token: owner } = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  const { token: viewer } = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const { token: nobody } = await addMachine(server, { orgId })
  const denied = '403 permission.denied'
  const unknown = '404 permission.membership_not_found'
  expect(await tries({ token: owner, headers })).toEqual(['200', '200', denied, denied])
  expect(await tries({ token: viewer, headers })).toEqual([denied, '200', denied, denied])
  expect(await tries({ token: nobody, headers })).toEqual([unknown, unknown, unknown, unknown])
  expect(await tries({ token: owner, headers: other.headers })).toEqual([unknown, unknown, unknown, unknown])
  const anonymous = await tries({ token: null, headers })
  expect(anonymous.map((status) => status.slice(0, 3))).toEqual(['401', '401', '401', '401'])
  expect(await upload(`${label}/logo`, png(), { headers: inOrg('nowhere') })).toBe('403 auth.org_unknown')
})

test('an asset shows under its own instance, owner and key alone', async () => {
  const { orgId, headers, preview } = await brandedOrg()
  const other = await brandedOrg()
  await upload(`${label}/logo`, png(), { headers })
  const { pathname } = new URL((await preview())?.logoUrl ?? '')
  const [, key = ''] = /(logo-.*)$/.exec(pathname) ?? []
  const elsewhere = await addInstance(server, 'assets-elsewhere')
  const statusOf = async (path: string, more = {}) =>
    (await look(path, { token: null, headers: more })).status
  expect(await statusOf(pathname)).toBe(200)
  expect(await statusOf(pathname, elsewhere.headers)).toBe(404)
  expect(await statusOf(pathname, { 'x-zitadel-instance-host': 'nowhere.test' })).toBe(404)
  for (const path of [
    `/assets/v1/${other.orgId}/${key}`,
    `/assets/v1/${server.first.instanceId}/${key}`,
    `/assets/v1/${orgId}/${key.slice(0, -1)}`,
    `/assets/v1/${orgId}/logo`,
    `/assets/v1/${orgId}/`,
    `/assets/v1/${orgId}/%2e%2e%2f${key}`,
    '/assets/v1/instance/policy/label/nothing',
  ])
    expect(await statusOf(path), path).toBe(404)
  expect([400, 404]).toContain(await statusOf(`/assets/v1/%00/${key}`))
})
