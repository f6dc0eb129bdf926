import { createHash } from 'node:crypto'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { expect, test } from 'vitest'
import { canonicalJson, type JsonObject } from '../../server/src/kernel/json.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const settings = (token?: string) => server.client(SettingsService, token === undefined ? {} : { token })
const etagOf = (value: JsonObject) => createHash('md5').update(canonicalJson(value)).digest('hex')
const system = { case: 'system', value: true } as const
const instance = { case: 'instance', value: true } as const
const org = (value: string) => ({ case: 'organizationId', value }) as const
type Level = typeof system | typeof instance | ReturnType<typeof org>

const get = (level: Level, locale: string, ignoreInheritance = false) =>
  settings().getHostedLoginTranslation({ level, locale, ignoreInheritance })

test('translations are kept per level and locale; without inheritance exactly as they were set', async () => {
  const { orgId } = await addOrg(server)
  const ofInstance = { common: { back: 'Zurück (Instanz)', next: 'Weiter (Instanz)' }, only: 'Instanz' }
  const ofOrg = { common: { back: 'Zurück (Organisation)' } }
  const set = (level: typeof instance | ReturnType<typeof org>, translations: typeof ofOrg) =>
    settings().setHostedLoginTranslation({ level, locale: 'de', translations })
  expect((await set(instance, ofInstance)).etag).toBe(etagOf(ofInstance))
  expect((await set(org(orgId), ofOrg)).etag).toBe(etagOf(ofOrg))
  expect(await get(instance, 'de', true)).toMatchObject({
    etag: etagOf(ofInstance),
    translations: ofInstance,
  })
  expect(await get(org(orgId), 'de', true)).toMatchObject({ etag: etagOf(ofOrg), translations: ofOrg })

  const merged = (await get(org(orgId), 'de')).translations
  expect(merged).toMatchObject({
    common: { back: 'Zurück (Organisation)', next: 'Weiter (Instanz)' },
    only: 'Instanz',
    loginText: { title: 'Willkommen' },
  })
  expect((await get(instance, 'de')).translations).toMatchObject(ofInstance)
  expect((await get(system, 'de')).translations).not.toHaveProperty('common')
  expect((await get(org(orgId), 'de-CH')).translations, 'a region falls back to its language').toEqual(merged)
  expect((await get(org(orgId), 'de-CH', true)).translations).toEqual({})
  expect((await get(org(orgId), 'fr')).translations, 'others to English').toMatchObject({
    loginText: { title: 'Welcome' },
  })
  const elsewhere = await addOrg(server)
  expect((await get(org(elsewhere.orgId), 'de')).translations).toMatchObject(ofInstance)

  const before = await eventCount(server)
  expect((await set(org(orgId), ofOrg)).etag, 'the same again').toBe(etagOf(ofOrg))
  expect(await eventCount(server)).toBe(before)
  await settings().setHostedLoginTranslation({ level: org(orgId), locale: 'de', translations: {} })
  expect((await get(org(orgId), 'de', true)).translations).toEqual({})
  expect((await get(org(orgId), 'de')).translations).toMatchObject(ofInstance)

  const second = await addInstance(server, 'translations-elsewhere')
  const there = server.client(SettingsService, { token: second.token, headers: second.headers })
  const foreign = await there.getHostedLoginTranslation({ level: org(orgId), locale: 'de' })
  expect(foreign.translations).not.toHaveProperty('only')
})

test('levels, locales and translations that make no sense are refused', async () => {
  const translations = { a: 'b' }
  const read = (request: Parameters<ReturnType<typeof settings>['getHostedLoginTranslation']>[0]) =>
    outcome(settings().getHostedLoginTranslation(request))
  const write = (request: Parameters<ReturnType<typeof settings>['setHostedLoginTranslation']>[0]) =>
    outcome(settings().setHostedLoginTranslation(request))
  const noLevel = /^InvalidArgument( hosted_login\.level_missing)?$/
  expect(await read({ locale: 'de' })).toMatch(noLevel)
  expect(await read({ locale: 'de', level: { case: 'instance', value: false } })).toMatch(noLevel)
  expect(await read({ locale: 'de', level: org('') })).toMatch(noLevel)
  expect(await write({ locale: 'de', translations })).toMatch(noLevel)
  expect(await write({ locale: 'de', translations, level: { case: 'instance', value: false } })).toMatch(
    noLevel,
  )
  const noLocale = /^InvalidArgument( hosted_login\.locale_invalid)?$/
  for (const locale of ['', 'klingon', 'de CH', '12'])
    expect(
      [await read({ locale, level: instance }), await write({ locale, level: instance, translations })],
      locale,
    ).toEqual([expect.stringMatching(noLocale), expect.stringMatching(noLocale)])
  expect(await write({ locale: 'de', level: instance, translations: { a: [1] } })).toBe(
    'InvalidArgument hosted_login.translations_invalid',
  )
  expect(await write({ locale: 'de', level: org('nowhere'), translations })).toBe(
    'NotFound hosted_login.organization_not_found',
  )
})

test('only those who may change the instance’s policies read and write them', async () => {
  const { orgId } = await addOrg(server)
  const { token: owner } = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  const { token: viewer } = await addMachine(server, { roles: ['IAM_OWNER_VIEWER'] })
  const tries = async (token: string) => [
    await outcome(settings(token).getHostedLoginTranslation({ level: org(orgId), locale: 'de' })),
    await outcome(
      settings(token).setHostedLoginTranslation({
        level: org(orgId),
        locale: 'de',
        translations: { a: 'b' },
      }),
    ),
  ]
  const denied = 'PermissionDenied permission.denied'
  expect(await tries(owner)).toEqual([denied, denied])
  expect(await tries(viewer)).toEqual(['ok', denied])
  expect(await outcome(server.client(SettingsService, { token: null }).getHostedLoginTranslation({}))).toBe(
    'Unauthenticated auth.header_missing',
  )
})

test('translations go with their organization', async () => {
  const { orgId } = await addOrg(server)
  await settings().setHostedLoginTranslation({ level: org(orgId), locale: 'de', translations: { a: 'b' } })
  const removed = await server.rest('DELETE', '/management/v1/orgs/me', { headers: inOrg(orgId) })
  expect(removed.status).toBe(200)
  expect((await get(org(orgId), 'de', true)).translations).toEqual({})
  const again = { level: org(orgId), locale: 'de', translations: { a: 'b' } }
  expect(await outcome(settings().setHostedLoginTranslation(again))).toBe(
    'NotFound hosted_login.organization_not_found',
  )
})
