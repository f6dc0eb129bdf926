import { expect, test } from 'vitest'
import { parseLinkTemplate } from '../kernel/linkTemplate.ts'
import { isRefusal } from '../kernel/refusal.ts'
import { type HostedPageName, hostedLink, hostedLinkTemplate, hostedPages } from './hostedLinks.ts'

const values = {
  Code: 'A&B',
  UserID: 'u 1',
  OrgID: 'o1',
  LoginName: 'ada@x.example',
  DisplayName: 'Ada',
  PreferredLanguage: 'en',
  SessionID: 's1',
  CodeID: 'c1',
}
const names = Object.keys(hostedPages) as HostedPageName[]

test.each(names)(
  'the template to %s fills in as its link, with the request and without the organization',
  (name) => {
    const template = hostedLinkTemplate(name, 'https://id.example', 'oidc_V2_312345678901234567') ?? ''
    const parsed = parseLinkTemplate(template, Object.keys(values))
    if (isRefusal(parsed)) throw new Error(parsed.message)
    const [made, linked] = [
      new URL(parsed.render(values)),
      new URL(hostedLink(name, 'https://id.example', values)),
    ]
    linked.searchParams.delete('organization')
    linked.searchParams.append('requestId', 'oidc_V2_312345678901234567')
    expect(made.origin + made.pathname).toBe(linked.origin + linked.pathname)
    expect(Object.fromEntries(made.searchParams)).toEqual(Object.fromEntries(linked.searchParams))
  },
)

test('a template is never longer than the contract allows', () => {
  const originOf = (length: number) => `https://${'x'.repeat(length)}.example`
  const templates = [20, 60, 200].map((length) =>
    hostedLinkTemplate('otp_email', originOf(length), 'oidc_V2_312345678901234567'),
  )
  expect(templates.map((template) => template?.includes('loginName'))).toEqual([true, false, undefined])
  for (const template of templates) expect(template?.length ?? 0).toBeLessThanOrEqual(200)
})

test('a link leaves out values that a message does not have', () => {
  expect(hostedLink('account', 'https://id.example', {})).toBe('https://id.example/ui/account')
  expect(hostedLink('log_in', 'https://id.example', { OrgID: 'o1' })).toBe(
    'https://id.example/ui/v2/login/loginname?organization=o1',
  )
})
