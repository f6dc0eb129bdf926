import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { ThemeMode } from '@sallyport/contract/zitadel/policy_pb.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '../../access/call.ts'
import { type TestServer, testServer } from '../../testing/testServer.ts'
import { type LookOf, readLook } from './readLook.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.closeVerified())

const english = { language: 'en', direction: 'ltr' } as const

async function look({ orgId = server.first.orgId, ...of }: Partial<LookOf> = {}) {
  const { deps } = server.product
  const instance = { id: server.first.instanceId, name: 'Main' } as Call['instance']
  return readLook(deps, deps.log.confirmed.read, { instance }, { orgId, ...english, ...of })
}

test('a look follows each change at once: branding when it is activated, links, frames and the name', async () => {
  const management = server.client(ManagementService)
  const admin = server.client(AdminService)
  expect(await look()).toMatchObject({ name: 'Main', theme: 'auto', framedBy: [], showsWatermark: true })
  await management.addCustomLabelPolicy({
    primaryColor: '#123456',
    themeMode: ThemeMode.DARK,
    disableWatermark: true,
    hideLoginNameSuffix: true,
    // Names and functions of CSS are colours too; a transparent one cannot be repaired and is left out.
    backgroundColorDark: 'midnightblue',
    fontColorDark: 'hsl(120 100% 90%)',
    warnColorDark: 'transparent',
  })
  expect((await look()).theme, 'not active').toBe('auto')
  expect((await look({ preview: 'light' })).theme).toBe('light')
  const preview = await look({ preview: 'auto' })
  expect([preview.theme, preview.isPreview, preview.isPrepared]).toEqual(['dark', true, true])
  expect(await look({ preview: 'live' })).toMatchObject({ theme: 'auto', isPreview: true, isPrepared: false })
  await management.activateCustomLabelPolicy({})
  const dark = await look()
  expect(dark).toMatchObject({
    theme: 'dark',
    isPreview: false,
    showsWatermark: false,
    hidesLoginNameSuffix: true,
  })
  expect(dark.css).toMatch(/color-scheme:only dark;.*--page:#191970;.*--ink:#ccffcc;/)
  expect(dark.css).not.toContain('@media')
  const org = await management.updateOrg({ name: 'Harbour' })
  expect(org.details).toBeDefined()
  expect((await look()).name).toBe('Harbour')
  expect((await look({ orgId: '' })).theme).toBe('auto')
  await admin.updatePrivacyPolicy({
    tosLink: 'https://example.com/{{.Lang}}/terms',
    privacyLink: '/privacy',
    supportEmail: 'help@example.com',
    customLink: 'https://example.com',
    customLinkText: '<b>News</b>',
  })
  expect((await look({ language: 'de' })).links).toEqual({
    terms: 'https://example.com/de/terms',
    privacy: '/privacy',
    help: undefined,
    support: 'help@example.com',
    custom: { href: 'https://example.com', text: '<b>News</b>' },
  })
  await admin.setSecurityPolicy({ enableIframeEmbedding: true, allowedOrigins: ['https://app.example.com'] })
  expect((await look()).framedBy).toEqual(['https://app.example.com'])
  await admin.setSecurityPolicy({ enableIframeEmbedding: false, allowedOrigins: ['https://app.example.com'] })
  expect((await look()).framedBy).toEqual([])
})
