import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../testing/testServer.ts'
import { chooseLanguage } from './chooseLanguage.ts'
import { readPageTexts } from './pageTexts.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.closeVerified())

/** The title of the password page for a browser that wants the language. */
async function title(acceptLanguage: string, orgId = ''): Promise<string> {
  const { deps } = server.product
  const instance = { id: server.first.instanceId, defaultLanguage: 'en' }
  const { offer, textsIn } = await readPageTexts(deps, deps.log.confirmed.read, { instance }, orgId)
  const language = chooseLanguage({ uiLocales: null, chosen: null, preferred: null, acceptLanguage }, offer)
  return `${language}: ${textsIn(language)('password.title')}`
}

const set = (path: string, body: object) => server.rest('PUT', path, { body })

test('own texts of both generations are on the next page', async () => {
  const { orgId } = server.first
  expect(await title('en', orgId)).toBe('en: Enter your password')
  await set('/admin/v1/text/login/en', { passwordText: { title: 'First generation' } })
  expect(await title('en', orgId)).toBe('en: First generation')
  await set('/v2/settings/hosted_login_translation', {
    organizationId: orgId,
    locale: 'en',
    translations: { password: { title: 'Of the organization' } },
  })
  expect(await title('en', orgId)).toBe('en: Of the organization')
  expect(await title('en')).toBe('en: First generation')
})

test('own texts make a language, restrictions take one away', async () => {
  await set('/v2/settings/hosted_login_translation', {
    instance: true,
    locale: 'ar',
    translations: { password: { title: 'كلمة السر' } },
  })
  expect(await title('ar')).toBe('ar: كلمة السر')
  await set('/admin/v1/restrictions', { allowedLanguages: { list: ['en'] } })
  expect(await title('ar')).toBe('en: First generation')
})
