import { expect, test } from 'vitest'
import { securityHeaders } from './securityHeaders.ts'

const policyFor = (...formTargets: string[]) =>
  securityHeaders({ formTargets, secure: true })['content-security-policy']

test('form targets are origins and schemes', () => {
  expect(policyFor('https://app.example:8443', 'com.example.app:')).toContain(
    "; form-action 'self' https://app.example:8443 com.example.app:; frame-ancestors 'none'",
  )
})

const servicesFor = (...services: string[]) =>
  securityHeaders({ nonce: 'n', services, secure: true })['content-security-policy']

test('the origins of a service are added beside the nonce, and frames only then', () => {
  const policy = servicesFor('https://*.captcha.example', 'https://captcha.example/path/')
  const services = 'https://*.captcha.example https://captcha.example/path/'
  expect(policy).toContain(`; script-src 'nonce-n' ${services}; style-src 'nonce-n' ${services}; `)
  expect(policy).toContain(`; frame-src ${services}; `)
  expect(policyFor()).not.toContain('frame-src')
})

test.each([
  'https://a.example; frame-ancestors *',
  '*',
  'https:',
  'https://*',
  "'unsafe-inline'",
  'data:',
  '',
])('a service %j, which could add directives or allow every origin, throws', (source) => {
  expect(() => servicesFor(source)).toThrow('is no source of a content security policy')
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
