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

test('frames are allowed to the given origins only, then without X-Frame-Options', () => {
  const framed = securityHeaders({
    framedBy: ['https://app.example', 'https://*.other.example'],
    secure: true,
  })
  expect(framed['content-security-policy']).toContain(
    "; frame-ancestors 'self' https://app.example https://*.other.example; base-uri",
  )
  expect(framed).not.toHaveProperty('x-frame-options')
  expect(securityHeaders({ secure: true })['x-frame-options']).toBe('DENY')
  expect(() => securityHeaders({ framedBy: ['https://a.example; script-src *'], secure: true })).toThrow(
    'is no source',
  )
})

test('a page that its own origin may frame is closed to all others, and only a page that frames it says so', () => {
  const framed = securityHeaders({ framedByOwn: true, secure: true })
  expect(framed['content-security-policy']).toContain("; frame-ancestors 'self'; base-uri")
  expect(framed['content-security-policy']).not.toContain('frame-src')
  expect(framed['x-frame-options']).toBe('SAMEORIGIN')
  const framing = securityHeaders({ framesOwn: true, secure: true })
  expect(framing['content-security-policy']).toContain("; frame-src 'self'; form-action")
  expect(framing['content-security-policy']).toContain("; frame-ancestors 'none'; base-uri")
})

test('the opener is cut off, scripts make no HTML, and services are let in only where a page says so', () => {
  const strict = securityHeaders({ nonce: 'n', isolated: true, trustedTypes: true, secure: false })
  expect(strict['cross-origin-opener-policy']).toBe('same-origin')
  expect(strict['content-security-policy']).toMatch(
    /; require-trusted-types-for 'script'; trusted-types 'none'$/,
  )
  expect(strict['permissions-policy']).toMatch(/^publickey-credentials-get=\(self\).*camera=\(\)/)
  const open = securityHeaders({ nonce: 'n', services: ['https://captcha.example'], secure: false })
  expect(open).not.toHaveProperty('cross-origin-opener-policy')
  expect(open['content-security-policy']).toContain("script-src 'nonce-n' https://captcha.example;")
  expect(open['content-security-policy']).toContain('; frame-src https://captcha.example;')
  expect(() => securityHeaders({ services: ["'unsafe-inline'"], secure: false })).toThrow('is no source')
})
