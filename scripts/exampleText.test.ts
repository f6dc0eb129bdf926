import { expect, test } from 'vitest'
import { exampleText, secretLike } from './exampleText.ts'

test('identifiers, instants, hosts and secrets are replaced, always by the same texts', () => {
  const userId = '385537864163825665'
  const call = {
    userId,
    again: [userId, '385537864163825666', '3'],
    token: 'slp_pat_385537864163825666_4Goku4Hsz',
    verificationCode: 'K3X9QZ',
    password: { password: 'Secr3t!' },
    note: `user ${userId} at http://localhost:4711`,
    hidden: 'c2VjcmV0IGtleSBvZiBhIHRlc3QgMTIz',
    creationDate: '2026-11-29T21:08:49.702Z',
    languageCode: 'de',
  }
  expect(exampleText(call)).toEqual({
    userId: '100000000000000001',
    again: ['100000000000000001', '100000000000000002'],
    token: '<token>',
    verificationCode: '<verificationCode>',
    password: { password: '<password>' },
    note: 'user 100000000000000001 at https://id.example.com',
    hidden: '<hidden>',
    creationDate: '2026-01-01T09:00:00Z',
    languageCode: 'de',
  })
})

test.each([
  ['user.human.password.changed', false],
  ['SECOND_FACTOR_TYPE_U2F_AND_MORE', false],
  ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', true],
  ['$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0', false],
  ['eyJhbGciOiJSUzI1NiIsImtpZCI6IjM4', true],
  ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', true],
])('%s looks like a secret: %s', (text, isSecret) => {
  expect(secretLike(text)).toBe(isSecret)
})
