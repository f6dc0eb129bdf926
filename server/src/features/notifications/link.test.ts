import { expect, test } from 'vitest'
import { expiryText } from './expiry.ts'
import { messageLink } from './link.ts'
import { codeMessageOf } from './messages.ts'

const values = {
  Code: 'A&B',
  UserID: 'u 1',
  OrgID: 'o1',
  LoginName: 'ada@x.example',
  DisplayName: 'Ada',
  PreferredLanguage: 'en',
}
const linkOf = (event: string, urlTemplate = '', more: object = {}) =>
  messageLink(codeMessageOf(event)?.page, 'https://id.example', urlTemplate, { ...values, ...more })

test.each([
  ['user.human.email.code.added', '/ui/v2/login/verify?code=A%26B&userId=u+1&organization=o1'],
  ['user.human.password.code.added', '/ui/v2/login/password/set?code=A%26B&userId=u+1&organization=o1'],
  ['user.human.invite.code.added', '/ui/v2/login/verify?code=A%26B&userId=u+1&organization=o1&invite=true'],
  [
    'user.human.initialization.code.added',
    '/ui/v2/login/verify?code=A%26B&userId=u+1&organization=o1&initialization=true',
  ],
])('the default link of %s leads to the hosted login', (event, path) => {
  expect(linkOf(event)).toBe(`https://id.example${path}`)
})

test('the links of passkeys and sessions contain the id of the code or session', () => {
  const passkey = 'user.human.passwordless.initialization.code.requested'
  expect(linkOf(passkey, '', { CodeID: 'c1' })).toBe(
    'https://id.example/ui/v2/login/passkey/set?code=A%26B&userId=u+1&organization=o1&codeId=c1',
  )
  expect(linkOf('session.otp.email.challenged', '', { SessionID: 's1' })).toBe(
    'https://id.example/ui/v2/login/otp/email?code=A%26B&userId=u+1&organization=o1&sessionId=s1&loginName=ada%40x.example',
  )
  expect(linkOf('user.human.phone.code.added')).toBe('')
})

test('a template replaces the default link; its values are encoded', () => {
  expect(linkOf('user.human.email.code.added', 'https://app.example/?c={{.Code}}&u={{.UserID}}')).toBe(
    'https://app.example/?c=A%26B&u=u%201',
  )
})

test('a stored template that is not allowed is not sent', () => {
  for (const template of ['javascript:alert({{.Code}})', 'https://app.example/{{.Password}}']) {
    expect(linkOf('user.human.email.code.added', template)).toMatch(/^https:\/\/id\.example\/ui\/v2\/login\//)
  }
})

test.each([
  [5, 'en', '5 minutes'],
  [60, 'en', '1 hour'],
  [60, 'de', '1 Stunde'],
  [72 * 60, 'de', '72 Stunden'],
  [14 * 1440, 'en', '14 days'],
])('%i minutes in %s are "%s", also a few seconds later', (minutes, language, words) => {
  const now = new Date('2026-11-21T12:00:00Z')
  const expiresAt = new Date(now.getTime() + minutes * 60_000).toISOString()
  expect(expiryText(expiresAt, now, language)).toBe(words)
  expect(expiryText(expiresAt, new Date(now.getTime() + 5000), language)).toBe(words)
})
