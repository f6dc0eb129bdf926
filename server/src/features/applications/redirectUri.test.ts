import { threadCpuUsage } from 'node:process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptsPostLogoutUri, acceptsRedirectUri, type RedirectRules } from './redirectUri.ts'
import { matchesGlob } from './uriGlob.ts'

const rules = (kind: RedirectRules['kind'], uris: readonly string[], devMode = false): RedirectRules => ({
  kind,
  devMode,
  redirectUris: uris,
  postLogoutRedirectUris: uris,
})

const accepts = (
  kind: RedirectRules['kind'],
  registered: string,
  uri: string,
  devMode = false,
  type = 'code',
) => acceptsRedirectUri(rules(kind, [registered], devMode), uri, type)

describe('exact redirect URIs', () => {
  test.each(['web', 'user_agent', 'native'] as const)(
    'a %s app gets its https URI and no variant of it',
    (kind) => {
      const uri = 'https://app.example.com/cb?x=1'
      expect(accepts(kind, uri, uri)).toBe(true)
      for (const other of [
        'https://app.example.com/cb',
        'https://app.example.com/cb?x=1&y=2',
        'https://app.example.com/cb/?x=1',
        'https://APP.example.com/cb?x=1',
        'https://app.example.com:443/cb?x=1',
        'https://app.example.com.evil.example/cb?x=1',
        'http://app.example.com/cb?x=1',
        'https://evil.example/https://app.example.com/cb?x=1',
      ]) {
        expect(accepts(kind, uri, other), other).toBe(false)
      }
    },
  )

  test('http is for web apps with code only, or dev mode', () => {
    const uri = 'http://app.example.com/cb'
    expect(accepts('web', uri, uri)).toBe(true)
    expect(accepts('web', uri, uri, false, 'id_token')).toBe(false)
    expect(accepts('user_agent', uri, uri)).toBe(false)
    expect(accepts('native', uri, uri)).toBe(false)
    for (const kind of ['web', 'user_agent', 'native'] as const)
      expect(accepts(kind, uri, uri, true)).toBe(true)
  })

  test('schemes of their own are for native apps only, dev mode or not', () => {
    const uri = 'com.example.app:/cb'
    expect(accepts('native', uri, uri)).toBe(true)
    for (const devMode of [false, true]) {
      expect(accepts('web', uri, uri, devMode)).toBe(false)
      expect(accepts('user_agent', uri, uri, devMode)).toBe(false)
    }
  })

  test.each([
    'https://app.example.com/cb#fragment',
    'https://user@app.example.com/cb',
    'https://user:secret@app.example.com/cb',
    'https://@app.example.com/cb',
    'https:\\\\app.example.com/cb',
    'https://app.example.com\\@evil.example/cb',
    'https:///app.example.com/cb',
    'https:app.example.com/cb',
    'https://app.example.com/c\tb',
    ' https://app.example.com/cb',
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//app.example.com/cb',
    '/cb',
    '',
  ])('%s is never accepted, even if it is registered', (uri) => {
    for (const kind of ['web', 'user_agent', 'native'] as const) {
      for (const devMode of [false, true]) {
        expect(accepts(kind, uri, uri, devMode)).toBe(false)
        expect(acceptsPostLogoutUri(rules(kind, [uri], devMode), uri)).toBe(false)
      }
    }
  })

  test('API apps get no redirect', () => {
    expect(acceptsRedirectUri(rules('api', []), 'https://app.example.com/cb', 'code')).toBe(false)
  })
})

describe('loopback URIs of native apps', () => {
  const registered = 'http://localhost/cb?a=1'
  test.each(['http://127.0.0.1:51004/cb?a=1', 'http://[::1]:1/cb?a=1', 'http://localhost:8080/cb?a=1'])(
    '%s may use any port and loopback host',
    (uri) => {
      expect(accepts('native', registered, uri)).toBe(true)
      expect(accepts('web', registered, uri)).toBe(false)
      expect(accepts('user_agent', registered, uri)).toBe(false)
    },
  )

  test.each([
    'http://127.0.0.1:51004/cb',
    'http://127.0.0.1:51004/other?a=1',
    'https://127.0.0.1:51004/cb?a=1',
    'http://127.0.0.1.evil.example/cb?a=1',
    'http://localhost.evil.example/cb?a=1',
    'http://localhost:80@evil.example/cb?a=1',
    'http://127.0.0.2/cb?a=1',
    'http://127.0.0.1:123456/cb?a=1',
  ])('%s is another URI', (uri) => {
    expect(accepts('native', registered, uri)).toBe(false)
  })

  test('a URI without path is the one with the root path', () => {
    expect(accepts('native', 'http://localhost', 'http://127.0.0.1:9/')).toBe(true)
  })
})

describe('patterns of dev mode', () => {
  test.each([
    ['https://*.preview.example.com/cb', 'https://pr-7.preview.example.com/cb'],
    ['https://pr-*.preview.example.com/cb', 'https://pr-7.preview.example.com/cb'],
    ['http://localhost:*/cb', 'http://localhost:5173/cb'],
    ['https://app.example.com/*/cb', 'https://app.example.com/de/cb'],
    ['https://app.example.com/**', 'https://app.example.com/a/b/c'],
    ['https://app.example.com/**/cb', 'https://app.example.com/a/b/cb'],
    ['https://app.example.com/cb?tenant=*', 'https://app.example.com/cb?tenant=a'],
    ['com.example.app:/cb/*', 'com.example.app:/cb/x'],
  ])('%s matches %s', (pattern, uri) => {
    expect(accepts('native', pattern, uri, true)).toBe(true)
    expect(accepts('native', pattern, uri, false)).toBe(false)
  })

  test.each([
    ['https://*.example.com/cb', 'https://evil.example/x.example.com/cb'],
    ['https://*.example.com/cb', 'https://a.b.example.com/cb'],
    ['https://*.example.com/cb', 'https://evil.example?.example.com/cb'],
    ['https://*.example.com/cb', 'https://evil.example#.example.com/cb'],
    ['https://*.example.com/cb', 'https://evil.example\\.example.com/cb'],
    ['https://**.example.com/cb', 'https://evil.example/.example.com/cb'],
    ['https://*/cb', 'https://evil.example/cb'],
    ['https://*.com/cb', 'https://evil.com/cb'],
    ['https://**', 'https://evil.example/cb'],
    ['**', 'https://evil.example/cb'],
    ['*://app.example.com/cb', 'http://app.example.com/cb'],
    ['https://app.example.com*', 'https://app.example.com.evil.example'],
    ['https://app.example.com*/cb', 'https://app.example.com@evil.example/cb'],
    ['https://app.example.com:*/cb', 'https://app.example.com:@evil.example/cb'],
    ['https://app.example.com:*/cb', 'https://app.example.com:80.evil.example/cb'],
    ['https://app.example.com/*', 'https://app.example.com/a/b'],
    ['https://app.example.com/*', 'https://app.example.com/a?b=c'],
    ['https://app.example.com/**', 'https://app.example.com/a?b=c'],
    ['https://app.example.com/safe/**', 'https://app.example.com/safe/../evil'],
    ['https://app.example.com/safe/**', 'https://app.example.com/safe/%2e%2E/evil'],
    ['https://app.example.com/safe/*', 'https://app.example.com/safe/a%2fb'],
    ['https://app.example.com/cb?a=*', 'https://app.example.com/cb?a=https://evil.example'],
  ])('%s does not match %s', (pattern, uri) => {
    expect(accepts('web', pattern, uri, true)).toBe(false)
    expect(accepts('native', pattern, uri, true)).toBe(false)
  })

  test('after logout a pattern stands for one segment', () => {
    const client = rules('web', ['https://app.example.com/*/bye', 'https://app.example.com/**/end'], true)
    expect(acceptsPostLogoutUri(client, 'https://app.example.com/de/bye')).toBe(true)
    expect(acceptsPostLogoutUri(client, 'https://app.example.com/a/b/bye')).toBe(false)
    expect(acceptsPostLogoutUri(client, 'https://app.example.com/a/b/end')).toBe(false)
    expect(acceptsPostLogoutUri({ ...client, devMode: false }, 'https://app.example.com/de/bye')).toBe(false)
  })

  test('a long pattern against a long URI ends at once', () => {
    const pattern = `https://app.example.com/${'*a'.repeat(16)}${'a'.repeat(1900)}`
    const before = threadCpuUsage()
    expect(matchesGlob(pattern, `https://app.example.com/${'a'.repeat(2000)}b`, { deep: true })).toBe(false)
    expect(threadCpuUsage(before).user / 1000, 'milliseconds of a processor').toBeLessThan(500)
  })
})

const word = fc.stringMatching(/^[a-z0-9-]{1,6}$/)
const rest = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc
    .tuple(fc.constantFrom('https://', 'http://', 'https:/', 'https:', 'HTTPS://'), fc.string())
    .map(([a, b]) => a + b),
  fc
    .array(
      fc.constantFrom(
        'app',
        '.',
        'example',
        '.com',
        '/',
        '@',
        ':',
        '?',
        '#',
        '\\',
        '%2f',
        '..',
        '*',
        'evil',
        '443',
      ),
      { maxLength: 12 },
    )
    .map((pieces) => `https://${pieces.join('')}`),
)

test('whatever a client sends, a pattern leads only to hosts under the domain that it names', () => {
  const pattern = fc.record({
    sub: fc.constantFrom('*.', 'pr-*.', ''),
    port: fc.constantFrom('', ':*', ':8443'),
    path: fc.constantFrom('/**', '/*', '/cb', '*', '/**?x=*'),
  })
  fc.assert(
    fc.property(
      pattern,
      rest,
      fc.constantFrom('web', 'user_agent', 'native'),
      ({ sub, port, path }, uri, kind) => {
        const client = rules(kind, [`https://${sub}app.example.com${port}${path}`], true)
        for (const accepted of [acceptsRedirectUri(client, uri, 'code'), acceptsPostLogoutUri(client, uri)]) {
          if (!accepted) continue
          const { protocol, hostname, username, password, hash } = new URL(uri)
          expect({ protocol, username, password, hash }).toEqual({
            protocol: 'https:',
            username: '',
            password: '',
            hash: '',
          })
          expect(hostname === 'app.example.com' || hostname.endsWith('.app.example.com')).toBe(true)
        }
      },
    ),
    { numRuns: 2000 },
  )
})

test('a pattern matches every URI that is made of it by filling its stars', () => {
  fc.assert(
    fc.property(
      word,
      fc.nat(65_535),
      word,
      fc.array(word, { maxLength: 4 }),
      (label, port, segment, deep) => {
        const uri = `https://${label}.app.example.com:${port}/${segment}/x${deep.map((part) => `/${part}`).join('')}`
        expect(accepts('web', 'https://*.app.example.com:*/*/x**', uri, true)).toBe(true)
      },
    ),
  )
})
