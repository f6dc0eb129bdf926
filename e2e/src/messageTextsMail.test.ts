import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { addReader, mailroom } from './mailroom.ts'
import { password } from './people.ts'

const room = await mailroom()

const users = () => room.server.client(UserService)
const admin = () => room.server.client(AdminService)
const management = () => room.server.client(ManagementService)

test("a mail has the organization's text, else the instance's, in the person's language", async () => {
  const english = await addReader(room.server, { password, language: 'en' })
  const german = await addReader(room.server, { password, language: 'de' })
  const swedish = await addReader(room.server, { password, language: 'sv' })
  await admin().setDefaultPasswordResetMessageText({ language: 'en', subject: 'Instance', greeting: 'Hi' })
  await management().setCustomPasswordResetMessageText({ language: 'de', subject: 'Verein {{.FirstName}}' })
  const mailTo = async ({ userId, email }: typeof english) => {
    await users().passwordReset({ userId })
    return (await room.mailsTo(email))[0]
  }
  expect((await mailTo(english))?.subject).toBe('Instance')
  const ours = await mailTo(german)
  expect(ours?.subject).toBe('Verein Rea')
  expect(ours?.html).toContain('lang="de"')
  expect(ours?.text).not.toContain('Hi')
  expect((await mailTo(swedish))?.subject, 'no Swedish text: the language of the instance').toBe('Instance')
  await management().setCustomPasswordResetMessageText({ language: 'en', subject: 'Organization' })
  const both = await mailTo(english)
  expect([both?.subject, both?.text.includes('Hi')]).toEqual(['Organization', true])
  await management().resetCustomPasswordResetMessageTextToDefault({ language: 'en' })
  await admin().resetCustomPasswordResetMessageTextToDefault({ language: 'en' })
  expect((await mailTo(english))?.subject).toBe('Reset your password')
})

test('an SMS has the set text, with the code in its place', async () => {
  const { userId, phone } = await addReader(room.server, { password })
  const text = 'Number {{.Code}} ({{ .OTP }}) for {{.DisplayName}}'
  await admin().setDefaultVerifyPhoneMessageText({ language: 'en', text })
  const next = phone.replace('+4178', '+4177')
  await users().setPhone({ userId, phone: next })
  const [posted] = await room.smsTo(next)
  const code = String(posted?.args['code'])
  expect(posted?.templateData['text']).toMatch(new RegExp(`^Number ${code} \\(${code}\\) for Rea`))
  await users().verifyPhone({ userId, verificationCode: code })
  await admin().resetCustomVerifyPhoneMessageTextToDefault({ language: 'en' })
})

test('texts and names are escaped in markup, headers and links', async () => {
  const { userId, email } = await addReader(room.server, { password })
  await users().updateHumanUser({
    userId,
    profile: { givenName: '<a href="https://evil.example">x</a>', familyName: '{{.Code}}' },
  })
  await management().setCustomPasswordResetMessageText({
    language: 'en',
    subject: 'Hello\r\nBcc: thief@evil.example',
    text: '<script>alert(1)</script> {{.FirstName}} {{.LastName}}',
  })
  const before = room.mail.mails.length
  await users().passwordReset({ userId })
  await room.server.runJobs()
  const mails = room.mail.mails.slice(before)
  expect(mails.map(({ to }) => to)).toEqual([[email]])
  const [mail] = mails
  expect(mail?.headers).not.toMatch(/^bcc:/im)
  expect(mail?.html).not.toContain('<script>')
  expect(mail?.html).not.toContain('href="https://evil.example"')
  expect(mail?.text).toContain('{{.Code}}')
  await management().resetCustomPasswordResetMessageTextToDefault({ language: 'en' })
})
