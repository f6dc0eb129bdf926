import { expect, test } from 'vitest'
import { loadConfig } from './config/config.ts'
import { openLogger } from './kernel/openLogger.ts'
import { reportInsecureDomain } from './reportInsecureDomain.ts'

function warningsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  const lines: string[] = []
  const logger = openLogger('warn', { write: (line) => lines.push(line) })
  reportInsecureDomain(loadConfig({ environment }), logger)
  return lines.map((line) => JSON.parse(line).msg)
}

test.each([
  {},
  { SALLYPORT_EXTERNAL_DOMAIN: 'LocalHost' },
  { SALLYPORT_EXTERNAL_DOMAIN: 'login.localhost' },
  { SALLYPORT_EXTERNAL_DOMAIN: '127.0.0.1' },
  { SALLYPORT_EXTERNAL_DOMAIN: 'login.example', SALLYPORT_EXTERNAL_SECURE: 'true' },
])('no warning where pages work: %o', (environment) => {
  expect(warningsOf(environment)).toEqual([])
})

test('another domain by http is named in one line, with the settings that help', () => {
  expect(warningsOf({ SALLYPORT_EXTERNAL_DOMAIN: 'login.example' })).toEqual([
    expect.stringMatching(
      /^SALLYPORT_EXTERNAL_DOMAIN is login\.example without https: [^\n]*SALLYPORT_EXTERNAL_SECURE=true [^\n]*SALLYPORT_TLS_CERT and SALLYPORT_TLS_KEY$/,
    ),
  ])
})
