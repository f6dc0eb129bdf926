import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { decideOn } from '../../server/src/eventlog/decideOn.ts'
import { systemWriting } from '../../server/src/eventlog/systemWriting.ts'
import { profileChanged } from '../../server/src/features/users/events.ts'
import { mailroom } from './mailroom.ts'
import { password } from './people.ts'
import { outcome } from './tenants.ts'

const room = await mailroom()
const { server } = room
const users = server.client(UserService)
const admin = server.client(AdminService)
const management = server.client(ManagementService)
let count = 0

async function addIn(preferredLanguage: string) {
  const email = `language-${++count}@mail.test`
  const { userId } = await users.addHumanUser({
    profile: { givenName: 'Rea', familyName: 'Der', preferredLanguage },
    email: { email, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password } },
  })
  return { userId, email }
}

async function profileOf(userId: string) {
  const { user } = await users.getUserByID({ userId })
  return user?.type.case === 'human' ? user.type.value.profile : undefined
}

async function languageOfMailTo({ userId, email }: { userId: string; email: string }) {
  await users.passwordReset({ userId })
  return /lang="([^"]*)"/.exec((await room.mailsTo(email))[0]?.html ?? '')?.[1]
}

test.each([
  ['DE', 'de', 'de'],
  ['de_CH', 'de-CH', 'de'],
  ['de-at-1996', 'de-AT-1996', 'de'],
  ['zh_hant_tw', 'zh-Hant-TW', 'zh'],
  ['gsw', 'gsw', 'en'],
  ['', 'und', 'en'],
])('a person with the language %j has it as %s and gets mail in %s', async (sent, stored, mail) => {
  const person = await addIn(sent)
  expect((await profileOf(person.userId))?.preferredLanguage).toBe(stored)
  expect(await languageOfMailTo(person)).toBe(mail)
})

test('a language that is no tag is refused wherever a profile is written', async () => {
  const { userId } = await addIn('en')
  const refused = 'InvalidArgument user.language_invalid'
  const preferredLanguage = 'german?'
  expect(await outcome(addIn(preferredLanguage))).toBe(refused)
  expect(
    await outcome(
      users.updateHumanUser({ userId, profile: { givenName: 'A', familyName: 'B', preferredLanguage } }),
    ),
  ).toBe(refused)
  const v1 = { firstName: 'A', lastName: 'B', nickName: '', displayName: 'A B', gender: 0 }
  expect(await outcome(management.updateHumanProfile({ userId, ...v1, preferredLanguage }))).toBe(refused)
  await management.updateHumanProfile({ userId, ...v1, preferredLanguage: 'pt_br' })
  expect((await profileOf(userId))?.preferredLanguage).toBe('pt-BR')
})

test('a tag that version 0.2.0 stored unchecked is shown as it is, and mail falls back', async () => {
  const stored = async (language: string) => {
    const person = await addIn('en')
    const payload = {
      givenName: 'A',
      familyName: 'B',
      nickName: '',
      displayName: 'A B',
      gender: 'unspecified',
    } as const
    await decideOn(
      server.product.deps.log,
      systemWriting(server.clock, server.first.instanceId),
      { type: 'user', id: person.userId },
      () => [profileChanged({ ...payload, language })],
    )
    expect((await profileOf(person.userId))?.preferredLanguage).toBe(language)
    return languageOfMailTo(person)
  }
  expect(await stored('de_AT')).toBe('de')
  expect(await stored('DE')).toBe('de')
  expect(await stored('german language')).toBe('en')
})

test('default and allowed languages are stored in their canonical form, compared in it, and refused if malformed', async () => {
  expect(await outcome(admin.setDefaultLanguage({ language: 'DE' }))).toBe('ok')
  expect((await admin.getDefaultLanguage({})).language).toBe('de')
  await admin.setDefaultLanguage({ language: 'en' })
  expect(await outcome(admin.setDefaultLanguage({ language: 'not a tag' }))).not.toBe('ok')
  const allow = (...list: string[]) => admin.setRestrictions({ allowedLanguages: { list } })
  expect(await outcome(allow('EN', 'en'))).toBe('InvalidArgument restrictions.language_repeated')
  expect(await outcome(allow('EN', 'd e'))).toBe('InvalidArgument restrictions.language_unsupported')
  await allow('EN', 'De')
  expect((await admin.getAllowedLanguages({})).languages).toEqual(['en', 'de'])
  await allow()
})

test('texts of messages and login pages are set in the canonical language, and their defaults fall back', async () => {
  await admin.setDefaultPasswordResetMessageText({ language: 'DE', subject: 'Neu' })
  const { customText } = await admin.getCustomPasswordResetMessageText({ language: 'de' })
  expect([customText?.subject, customText?.isDefault]).toEqual(['Neu', false])
  expect(await outcome(admin.resetCustomPasswordResetMessageTextToDefault({ language: 'De' }))).toBe('ok')
  const german = await admin.getDefaultPasswordResetMessageText({ language: 'de' })
  const swiss = await admin.getDefaultPasswordResetMessageText({ language: 'de_CH' })
  expect(swiss.customText?.subject).toBe(german.customText?.subject)
  for (const language of ['gsw', 'd e'])
    expect(await outcome(admin.getDefaultLoginTexts({ language })), language).toBe(
      'InvalidArgument custom_text.language_unsupported',
    )
})

test('translations of the hosted login fall back subtag by subtag', async () => {
  const settings = server.client(SettingsService)
  const level = { case: 'instance', value: true } as const
  await settings.setHostedLoginTranslation({ level, locale: 'zh_hant', translations: { title: '標題' } })
  const { translations } = await settings.getHostedLoginTranslation({ level, locale: 'zh-Hant-TW' })
  expect(translations).toMatchObject({ title: '標題' })
})
