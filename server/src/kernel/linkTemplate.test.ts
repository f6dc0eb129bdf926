import { expect, test } from 'vitest'
import { parseLinkTemplate } from './linkTemplate.ts'
import { accept, isRefusal } from './refusal.ts'

const fields = ['Code', 'UserID']

test('renders named fields and encodes their values', () => {
  const template = accept(parseLinkTemplate('https://login.example/otp?c={{.Code}}&u={{ .UserID }}', fields))
  expect(template.render({ Code: '123', UserID: 'a&b=c/$&' })).toBe(
    'https://login.example/otp?c=123&u=a%26b%3Dc%2F%24%26',
  )
})

test('a template without fields is a plain link', () => {
  expect(accept(parseLinkTemplate('https://login.example', fields)).render({})).toBe('https://login.example')
})

test.each([
  'https://x/{{.Password}}',
  'https://x/{{Code}}',
  'https://x/{{.Code',
  'https://x/.Code}}',
  'https://x/{{.Code | html}}',
  'https://x/{{if .Code}}a{{end}}',
  'https://x/{{.Code.Length}}',
  'https://x/{{template "a"}}',
  'https://x/{{{{.Code}}',
])('refuses %s', (text) => {
  const parsed = parseLinkTemplate(text, fields)
  expect(isRefusal(parsed) && parsed.kind).toBe('invalid_argument')
})

test.each([
  'javascript:alert({{.Code}})',
  'JavaScript:alert(1)',
  'java\tscript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,{{.Code}}',
  'vbscript:x',
  'file:///etc/passwd',
  'myapp:otp',
  '{{.Code}}:alert(1)',
  'java{{.Code}}script:alert(1)',
  '/relative?c={{.Code}}',
  '//host.example/{{.Code}}',
  'https:{{.Code}}',
  'https:///{{.Code}}',
  'https://a b/{{.Code}}',
])('refuses a link template that leads to no web page or app: %j', (text) => {
  expect(parseLinkTemplate(text, fields)).toMatchObject({ code: 'link_template.scheme_not_allowed' })
})

test.each(['http://localhost:3000/?c={{.Code}}', 'HTTPS://x.example', 'com.example.app:/otp?c={{.Code}}'])(
  'accepts the link template %s',
  (text) => {
    expect(isRefusal(parseLinkTemplate(text, fields))).toBe(false)
  },
)
