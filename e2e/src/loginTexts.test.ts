import { type JsonValue, toJson } from '@bufbuild/protobuf'
import type { Client } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { LoginCustomTextSchema } from '@zitadel/proto/zitadel/text_pb.js'
import { expect, test } from 'vitest'
import { addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const admin = (token?: string) => server.client(AdminService, token === undefined ? {} : { token })
const management = (orgId: string, token?: string) =>
  server.client(ManagementService, { headers: inOrg(orgId), ...(token && { token }) })

/** The custom login texts as JSON, as clients see them, without their details. */
async function screensOf(
  client: Client<typeof AdminService> | Client<typeof ManagementService>,
  language: string,
) {
  const { customText } = await client.getCustomLoginTexts({ language })
  if (customText === undefined) throw new Error('no texts')
  const { details: _, ...screens } = toJson(LoginCustomTextSchema, customText) as Record<string, JsonValue>
  return { isDefault: false, ...screens }
}

test('reading custom texts returns what was set and no defaults; defaults have calls of their own', async () => {
  const language = 'de'
  const { orgId } = await addOrg(server)
  const { instanceId } = server.first
  const org = management(orgId)
  const builtIn = await admin().getDefaultLoginTexts({ language })
  expect(builtIn.customText).toMatchObject({
    isDefault: true,
    loginText: { title: 'Willkommen' },
    footerText: { help: 'Hilfe' },
    details: { resourceOwner: instanceId },
  })

  const ofInstance = {
    loginText: { title: 'Instanz', description: 'Instanz' },
    footerText: { help: 'Instanz' },
  }
  expect((await admin().setCustomLoginText({ language, ...ofInstance })).details).toEqual(
    changedDetails(instanceId),
  )
  const set = (await admin().getCustomLoginTexts({ language })).customText
  expect(set).toMatchObject({ ...ofInstance, isDefault: false, details: readDetails(instanceId) })
  expect(set?.passwordText).toBeUndefined()
  expect(set?.loginText?.nextButtonText).toBe('')
  expect((await admin().getDefaultLoginTexts({ language })).customText).toMatchObject({
    isDefault: true,
    loginText: { title: 'Willkommen' },
  })
  expect(await screensOf(org, language)).toEqual({ isDefault: true })

  const ofOrg = { loginText: { title: 'Organisation' } }
  expect((await org.setCustomLoginText({ language, ...ofOrg })).details).toEqual(changedDetails(orgId))
  expect((await org.getCustomLoginTexts({ language })).customText).toMatchObject({
    isDefault: false,
    loginText: { title: 'Organisation', description: '', nextButtonText: '' },
    details: readDetails(orgId),
  })
  expect((await org.getDefaultLoginTexts({ language })).customText).toMatchObject({
    ...ofInstance,
    passwordText: { title: 'Passwort eingeben' },
    isDefault: true,
    details: { resourceOwner: instanceId },
  })

  await org.setCustomLoginText({ language, footerText: { tos: 'AGB' } })
  expect(await screensOf(org, language), 'texts that are not sent are removed').toEqual({
    isDefault: false,
    footerText: { tos: 'AGB' },
  })
  expect((await org.resetCustomLoginTextToDefault({ language })).details).toEqual(changedDetails(orgId))
  expect(await screensOf(org, language)).toEqual({ isDefault: true })
  expect(await outcome(org.resetCustomLoginTextToDefault({ language }))).toBe(
    'NotFound custom_text.not_found',
  )
  await admin().resetCustomLoginTextToDefault({ language })
  expect((await org.getDefaultLoginTexts({ language })).customText?.loginText?.title).toBe('Willkommen')
})

test('texts that are read and set again change nothing, as Terraform does', async () => {
  const { orgId } = await addOrg(server)
  const language = 'fr'
  for (const texts of [admin(), management(orgId)]) {
    const ours = { loginText: { title: 'Bienvenue' }, passwordText: { description: 'Votre mot de passe' } }
    await texts.setCustomLoginText({ language, ...ours })
    const { isDefault, ...read } = await screensOf(texts, language)
    expect([isDefault, read]).toEqual([false, ours])
    const before = await eventCount(server)
    await texts.setCustomLoginText({ language, ...read })
    expect(await eventCount(server)).toBe(before)
    await texts.resetCustomLoginTextToDefault({ language })
  }
})

test('defaults of other languages fall back to English, text by text', async () => {
  const { orgId } = await addOrg(server)
  await admin().setCustomLoginText({ language: 'fr', logoutText: { title: 'Au revoir' } })
  const french = (await management(orgId).getDefaultLoginTexts({ language: 'fr' })).customText
  await admin().resetCustomLoginTextToDefault({ language: 'fr' })
  expect(french).toMatchObject({
    logoutText: { title: 'Au revoir', loginButtonText: 'Sign in' },
    loginText: { title: 'Welcome' },
  })
  const english = (await management(orgId).getDefaultLoginTexts({ language: 'en' })).customText
  expect(english).toMatchObject({ isDefault: true, logoutText: { title: 'You are signed out' } })
})

test('login texts and message texts of one language are reset apart', async () => {
  const { orgId } = await addOrg(server)
  const org = management(orgId)
  await org.setCustomInitMessageText({ language: 'en', title: 'Message' })
  await org.setCustomLoginText({ language: 'en', loginText: { title: 'Login' } })
  await org.resetCustomLoginTextToDefault({ language: 'en' })
  expect((await org.getCustomInitMessageText({ language: 'en' })).customText?.title).toBe('Message')
})

test('the same texts again change nothing', async () => {
  const { orgId } = await addOrg(server)
  const texts = { language: 'en', loginText: { title: 'Once' } }
  await management(orgId).setCustomLoginText(texts)
  const before = await eventCount(server)
  await management(orgId).setCustomLoginText(texts)
  expect(await eventCount(server)).toBe(before)
})

test('unsupported languages and texts that are too long are refused', async () => {
  const { orgId } = await addOrg(server)
  const org = management(orgId)
  const unsupported = 'InvalidArgument custom_text.language_unsupported'
  expect(await outcome(org.setCustomLoginText({ language: 'tlh' }))).toBe(unsupported)
  expect(await outcome(org.getCustomLoginTexts({ language: 'tlh' }))).toBe(unsupported)
  expect(await outcome(admin().getDefaultLoginTexts({ language: 'tlh' }))).toBe(unsupported)
  const long = { language: 'en', loginText: { title: 'x'.repeat(2000) } }
  expect(await outcome(org.setCustomLoginText(long))).toMatch(/^InvalidArgument/)
})

test('only those with rights on the policy read and write; other tenants see nothing', async () => {
  const { orgId } = await addOrg(server)
  const other = await addOrg(server)
  const language = 'en'
  const tries = async (token: string, at = orgId) => [
    await outcome(management(at, token).getCustomLoginTexts({ language })),
    await outcome(management(at, token).setCustomLoginText({ language, loginText: { title: 'Mine' } })),
    await outcome(management(at, token).resetCustomLoginTextToDefault({ language })),
    await outcome(admin(token).getCustomLoginTexts({ language })),
    await outcome(admin(token).setCustomLoginText({ language, loginText: { title: 'Mine' } })),
    await outcome(admin(token).resetCustomLoginTextToDefault({ language })),
  ]
  const { token: owner } = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  const { token: viewer } = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const denied = 'PermissionDenied permission.denied'
  const unknown = 'NotFound permission.membership_not_found'
  expect(await tries(owner)).toEqual(['ok', 'ok', 'ok', denied, denied, denied])
  expect(await tries(viewer)).toEqual(['ok', denied, denied, denied, denied, denied])
  expect((await tries(owner, other.orgId)).slice(0, 3)).toEqual([unknown, unknown, unknown])

  await management(orgId).setCustomLoginText({ language, loginText: { title: 'Only here' } })
  await admin().setCustomLoginText({ language, logoutText: { title: 'Only this instance' } })
  const elsewhere = (await management(other.orgId).getDefaultLoginTexts({ language })).customText
  expect(elsewhere).toMatchObject({
    loginText: { title: 'Welcome' },
    logoutText: { title: 'Only this instance' },
  })
  const second = await addInstance(server, 'texts-elsewhere')
  const there = server.client(AdminService, { token: second.token, headers: second.headers })
  expect(await screensOf(management(other.orgId), language)).toEqual({ isDefault: true })
  expect((await there.getDefaultLoginTexts({ language })).customText).toMatchObject({
    isDefault: true,
    logoutText: { title: 'You are signed out' },
  })
})

test('over REST texts are read and written under /text/login', async () => {
  const { orgId } = await addOrg(server)
  const headers = inOrg(orgId)
  const body = { loginText: { title: 'Bienvenue' } }
  expect((await server.rest('PUT', '/management/v1/text/login/fr', { headers, body })).status).toBe(200)
  const read = await server.rest('GET', '/management/v1/text/login/fr', { headers })
  expect(read.json).toMatchObject({ customText: { loginText: { title: 'Bienvenue' } } })
  expect((await server.rest('DELETE', '/management/v1/text/login/fr', { headers })).status).toBe(200)
  const initial = await server.rest('GET', '/management/v1/text/default/login/fr', { headers })
  expect(initial.json).toMatchObject({ customText: { isDefault: true, loginText: { title: 'Welcome' } } })
})
