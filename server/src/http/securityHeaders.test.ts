import { expect, test } from 'vitest'
import { securityHeaders } from './securityHeaders.ts'

const policyFor = (...formTargets: string[]) =>
  securityHeaders({ formTargets, secure: true })['content-security-policy']

test('form targets are origins and schemes', () => {
  expect(policyFor('https://app.example:8443', 'com.example.app:')).toContain(
    "; form-action 'self' https://app.example:8443 com.example.app:; frame-ancestors 'none'",
  )
})

test.each([
  'https://app.example; frame-ancestors *',
  'https://app.example, frame-ancestors *',
  'a b',
  '*',
  'https:',
  '',
])('a form target %j, which could add directives or allow every origin, throws', (target) => {
  expect(() => policyFor(target)).toThrow('is no source of a content security policy')
})
