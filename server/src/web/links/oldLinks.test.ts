import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstLoginLink, loginLink } from './oldLinks.ts'

const split = (link: string) => {
  const [path = '', query = ''] = link.split('?')
  return [path, new URLSearchParams(query)] as const
}

describe('links of the first login', () => {
  test.each([
    ['', 'loginname'],
    ['login', 'loginname'],
    ['login?orgID=o1', 'loginname?organization=o1'],
    ['login?authRequestID=V2_1', 'login?requestId=oidc_V2_1'],
    [
      'mail/verification?userID=u1&code=A1&orgID=o1&authRequestID=',
      'verify?userId=u1&code=A1&organization=o1',
    ],
    ['password/init?userID=u1&code=A1&orgID=o1', 'password/set?userId=u1&code=A1&organization=o1'],
    ['mfa/otp/verify?authRequestID=V2_1&code=12&selectedProvider=3', 'otp/email?requestId=oidc_V2_1&code=12'],
    [
      'user/invite?userID=u1&loginname=ada%40x.example&code=A1&orgID=o1',
      'verify?userId=u1&loginName=ada%40x.example&code=A1&organization=o1&invite=true',
    ],
    ['user/init?userID=u1&code=A1&passwordset=true', 'verify?userId=u1&code=A1&initialization=true'],
    [
      'login/passwordless/init?userID=u1&orgID=o1&codeID=c1&code=A1',
      'passkey/set?userId=u1&organization=o1&codeId=c1&code=A1',
    ],
    ['register?orgID=o1', 'register?organization=o1'],
    ['register/org', 'register/org'],
    ['device?user_code=BCDF-GHJK', 'device?user_code=BCDF-GHJK'],
    ['logout/done', 'logout/done'],
    ['never/seen?userID=u1', 'loginname?userId=u1'],
  ])('/ui/login/%s', (link, to) => {
    expect(firstLoginLink(...split(link))).toBe(`/ui/v2/login/${to}`)
  })
})

describe('links below the login', () => {
  test.each([
    ['', 'loginname'],
    ['?requestId=oidc_V2_1', 'loginname?requestId=oidc_V2_1'],
    ['verify?userID=u1', 'verify?userId=u1'],
    ['ui/v2/login/verify?code=A1&userId=u1', 'verify?code=A1&userId=u1'],
    ['ui/v2/login/ui/v2/login', 'loginname'],
    ['otp/verify?code=1&userID=u1&sessionId=s1', 'otp/email?code=1&userId=u1&sessionId=s1'],
    ['/evil.example', 'loginname'],
    ['../evil', 'loginname'],
  ])('/ui/v2/login/%s', (link, to) => {
    expect(loginLink(...split(link))).toBe(`/ui/v2/login/${to}`)
  })
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '//evil.example',
    'https://evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '@evil.example',
    '../../..',
    'ui/v2/login//evil.example',
    'x\r\nset-cookie: a=b',
    '__proto__',
    'constructor',
  ),
)
const name = fc.oneof(
  hostile,
  fc.constantFrom(
    'requestId',
    'authRequestID',
    'userID',
    'orgID',
    'code',
    'post_logout_redirect',
    'redirect_uri',
  ),
)
const readByPages = new Set(
  (
    'requestId userId organization sessionId loginName code codeId user_code invite initialization ' +
    'ui_locales logout_hint logout_token post_logout_redirect'
  ).split(' '),
)

test('no path and no parameter leads anywhere but to our login, with parameters that its pages read', () => {
  fc.assert(
    fc.property(hostile, fc.array(fc.tuple(name, hostile), { maxLength: 8 }), (path, query) => {
      for (const link of [firstLoginLink, loginLink]) {
        const to = link(path, new URLSearchParams(query))
        expect(to).toMatch(/^\/ui\/v2\/login\/[a-z0-9/-]+(\?[!-~]*)?$/)
        const { origin, pathname, searchParams, hash } = new URL(to, 'https://id.example')
        expect([origin, hash]).toEqual(['https://id.example', ''])
        expect(pathname).not.toContain('//')
        for (const [parameter, value] of searchParams) {
          expect(readByPages.has(parameter)).toBe(true)
          expect(value.length).toBeLessThanOrEqual(parameter === 'logout_token' ? 8192 : 2048)
        }
        expect(new Set(searchParams.keys()).size).toBe([...searchParams.keys()].length)
      }
    }),
    { numRuns: 2000 },
  )
})
