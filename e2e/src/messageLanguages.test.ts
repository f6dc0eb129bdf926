import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterEach, describe, expect, test } from 'vitest'
import { builtInTexts } from '../../server/src/features/notifications/texts/builtIn.ts'
import type { Template } from '../../server/src/features/notifications/texts/message.ts'
import { productLanguages } from '../../server/src/kernel/text/productLanguages.ts'
import { hostedPerson } from './hostedPeople.ts'
import { addReader, mailroom } from './mailroom.ts'
import { addOidcApp, authorizePath } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'
import { password, passwordSession } from './people.ts'
import { unique } from './userFixtures.ts'

const { server, mailsTo, smsTo, mail } = await mailroom()
const users = server.client(UserService)
const sessions = server.client(SessionService)
const admin = server.client(AdminService)
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })

const textsOf = (language: string, template: Template) => {
  const texts = builtInTexts(language)?.messages[template]
  if (texts === undefined) throw new Error(`no texts in ${language}`)
  return texts
}
const languageOf = (html = '') => /<html lang="([^"]*)"/.exec(html)?.[1]
const allow = (...list: string[]) => admin.setRestrictions({ allowedLanguages: { list } })

afterEach(async () => {
  await allow()
  await admin.setDefaultLanguage({ language: 'en' })
})

describe.each(productLanguages)('a person who prefers %s', (language) => {
  test('gets mails in it: subject, texts and the attribute of the markup', async () => {
    const { userId, email } = await addReader(server, { password, language })
    await users.passwordReset({ userId })
    const [received] = await mailsTo(email)
    const { subject, title, buttonText, footerText } = textsOf(language, 'PasswordReset')
    expect([received?.subject, languageOf(received?.html)]).toEqual([subject, language])
    expect(received?.headers).toMatch(new RegExp(`^Content-Language: ${language}\\r?$`, 'm'))
    for (const text of [title, buttonText, footerText]) {
      expect(received?.html).toContain(text)
      expect(received?.text).toContain(text)
    }
  })

  test('gets invitations, codes of numbers and notices in it, with the name of the factor', async () => {
    const { userId, email, phone } = await addReader(server, { language })
    await users.createInviteCode({
      userId,
      verification: { case: 'sendCode', value: { applicationName: 'Carnet' } },
    })
    const invited = textsOf(language, 'InviteUser')
    expect((await mailsTo(email))[0]?.subject).toBe(invited.subject.replace('{{.ApplicationName}}', 'Carnet'))
    await users.addOTPEmail({ userId })
    const [notice] = await mailsTo(email)
    expect(notice?.subject).toBe(textsOf(language, 'FactorAdded').subject)
    expect(notice?.text).toContain(builtInTexts(language)?.factors.otp_email)
    const number = phone.replace('+4178', '+4177')
    await users.setPhone({ userId, phone: number })
    const { title, text } = (await smsTo(number))[0]?.templateData ?? {}
    expect(title).toBe(textsOf(language, 'VerifyPhone').title)
    expect(text).not.toMatch(/[\u00a0\u202f’]/)
  })

  test('gets the codes of sessions in it, by SMS in one part', async () => {
    const { userId, phone } = await addReader(server, { password, language })
    await users.addOTPSMS({ userId })
    const { sessionId } = await passwordSession(server, userId)
    await sessions.setSession({ sessionId, challenges: { otpSms: {} } })
    const [posted] = await smsTo(phone)
    const { text = '', title } = posted?.templateData ?? {}
    expect(title).toBe(textsOf(language, 'VerifySMSOTP').title)
    const code = String(posted?.args['code'])
    const domain = String(posted?.args['domain'])
    expect(text.endsWith(`\n\n@${domain} #${code}`)).toBe(true)
    expect(text).not.toMatch(/[\u00a0\u202f]/)
    await sessions.setSession({ sessionId, checks: { otpSms: { code } } })
  })
})

describe('the pages', () => {
  test.each(productLanguages)(
    'a person who registers in %s gets mails in it, later ones too',
    async (language) => {
      const browser = pageClient(server.url)
      await browser.open(`${authorizePath(app)}&prompt=create&ui_locales=${language}`)
      const email = `${unique('new')}@mail.example`
      await browser.submit({ givenName: 'Ada', familyName: 'Lovelace', email, password: 'Correct-Horse-7' })
      const [code] = await mailsTo(email)
      expect([code?.subject, languageOf(code?.html)]).toEqual([
        textsOf(language, 'VerifyEmail').subject,
        language,
      ])
      await users.passwordReset({ userId: /userId=([^&]*)/.exec(code?.text ?? '')?.[1] ?? '' })
      expect((await mailsTo(email))[0]?.subject).toBe(textsOf(language, 'PasswordReset').subject)
    },
  )

  /** Asks for a link on the page in this language; returns the language of the mail. */
  async function resetIn(language: string, { loginName, email }: { loginName: string; email: string }) {
    const browser = pageClient(server.url)
    await browser.open(`/ui/v2/login/password/reset?ui_locales=${language}`)
    await browser.submit({ loginName })
    return languageOf((await mailsTo(email))[0]?.html)
  }

  test('choose the language of people who prefer none, or one that has no texts', async () => {
    const none = await hostedPerson(server)
    expect(await resetIn('fr', none)).toBe('fr')
    expect(await resetIn('ja', none)).toBe('ja')
    const { userId, email } = await addReader(server, { password, language: 'sv' })
    expect(await resetIn('pl', { loginName: email, email })).toBe('pl')
    await users.passwordReset({ userId })
    expect(languageOf((await mailsTo(email))[0]?.html), 'no page: the language of the instance').toBe('en')
  })

  test('do not choose for people who prefer one', async () => {
    const { email } = await addReader(server, { password, language: 'de-CH' })
    expect(await resetIn('fr', { loginName: email, email })).toBe('de')
  })

  test('choose the language of a code that is sent during a login', async () => {
    const person = await hostedPerson(server)
    await admin.addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
    await users.addOTPEmail({ userId: person.userId })
    await mailsTo(person.email)
    const browser = pageClient(server.url)
    await browser.open(`${authorizePath(app)}&ui_locales=it`)
    await browser.submit({ loginName: person.loginName })
    await browser.submit({ password: person.password })
    const [code] = await mailsTo(person.email)
    expect([code?.subject, languageOf(code?.html)]).toEqual([textsOf('it', 'VerifyEmailOTP').subject, 'it'])
  })
})

describe('the restrictions of the instance', () => {
  test('skip the language that a person prefers, and allow its regions with it', async () => {
    const french = await addReader(server, { password, language: 'fr' })
    const swiss = await addReader(server, { password, language: 'de-CH' })
    const languageTo = async ({ userId, email }: typeof french) => {
      await users.passwordReset({ userId })
      return languageOf((await mailsTo(email))[0]?.html)
    }
    await allow('en', 'de')
    expect([await languageTo(french), await languageTo(swiss)]).toEqual(['en', 'de'])
    await admin.setDefaultLanguage({ language: 'de' })
    expect(await languageTo(french)).toBe('de')
    await allow()
    expect(await languageTo(french)).toBe('fr')
  })

  test('skip own texts in a language that is no longer allowed', async () => {
    const { userId, email } = await addReader(server, { password, language: 'sv' })
    const own = { language: 'sv', subject: 'Nytt lösenord' }
    await admin.setDefaultPasswordResetMessageText(own)
    const subject = async () => {
      await users.passwordReset({ userId })
      return (await mailsTo(email))[0]?.subject
    }
    expect(await subject()).toBe(own.subject)
    await allow('en')
    expect(await subject()).toBe(textsOf('en', 'PasswordReset').subject)
    await admin.resetCustomPasswordResetMessageTextToDefault({ language: 'sv' })
  })
})

test.each(productLanguages)('a test mail is in the language of the instance: %s', async (language) => {
  await admin.setDefaultLanguage({ language })
  await admin.testEmailProviderSMTP({
    senderAddress: 'noreply@id.example',
    senderName: 'Sallyport',
    host: mail.host,
    receiverAddress: 'operator@mail.example',
  })
  const received = mail.mails.findLast(({ to }) => to.includes('operator@mail.example'))
  const texts = builtInTexts(language)?.test
  expect([received?.subject, languageOf(received?.html)]).toEqual([texts?.subject, language])
  expect(received?.text).toContain(texts?.text)
})
