import { describe, expect, test } from 'vitest'
import { noProxies, trustedProxies } from '../config/trustedProxies.ts'
import { clientAddress, clientAuthority, isAmbiguous, isClientSecure } from './forwarded.ts'

const proxies = trustedProxies(['loopback', '10.0.0.0/8'])

function seen(headers: Record<string, string>, peer = '127.0.0.1', trusts = proxies) {
  const request = { headers: { host: 'inside', ...headers }, socket: { remoteAddress: peer } }
  return [clientAuthority(request, trusts), isClientSecure(request, trusts), clientAddress(request, trusts)]
}

const older = { 'x-forwarded-host': 'ignored', 'x-forwarded-proto': 'http', 'x-forwarded-for': '8.8.8.8' }
const forged = {
  forwarded: 'for=1.1.1.1;host=evil;proto=https',
  'x-forwarded-for': '1.1.1.1',
  'x-forwarded-host': 'evil',
  'x-forwarded-proto': 'https',
  'x-zitadel-forwarded': 'host=evil',
}

test('forwarded headers of a client that is no trusted proxy are ignored', () => {
  expect(seen(forged, '203.0.113.9')).toEqual(['inside', false, '203.0.113.9'])
  expect(seen(forged, '127.0.0.1', noProxies)).toEqual(['inside', false, '127.0.0.1'])
})

test('IPv4 addresses are shown as such, whatever the socket calls them', () => {
  expect(seen({}, '::ffff:203.0.113.9')[2]).toBe('203.0.113.9')
  expect(seen({ 'x-forwarded-for': '::FFFF:203.0.113.9' })[2]).toBe('203.0.113.9')
  expect(seen({}, '::ffff:cb00:7109')[2]).toBe('::ffff:cb00:7109')
  expect(seen({}, '2001:db8::ffff:1')[2]).toBe('2001:db8::ffff:1')
})

describe('a trusted proxy reports the client', () => {
  test.each([
    [
      '::ffff:10.1.2.3',
      { 'x-forwarded-for': '9.9.9.9', 'x-forwarded-host': 'id.example', 'x-forwarded-proto': 'https' },
    ],
    ['::1', { forwarded: 'For=9.9.9.9; Host="id.example" ;proto=HTTPS' }],
    ['127.0.0.1', { forwarded: 'for="9.9.9.9:4711";host=id.example;proto=https', ...older }],
    ['127.0.0.1', { 'x-zitadel-forwarded': 'for=9.9.9.9;host=id.example;proto=https' }],
    [
      '127.0.0.1',
      { forwarded: 'for=9.9.9.9;host=id.example;proto=https, for=10.0.0.2;host=inner;proto=http' },
    ],
  ])('%s: %j', (peer, headers) => {
    expect(seen(headers, peer)).toEqual(['id.example', true, '9.9.9.9'])
  })

  test('elements before the one that the outermost proxy added may be forged', () => {
    const headers = { forwarded: 'for=1.1.1.1;host=evil, for=9.9.9.9;host=id.example;proto=https' }
    expect(seen(headers)).toEqual(['id.example', true, '9.9.9.9'])
    expect(seen({ 'x-forwarded-for': '1.1.1.1, 9.9.9.9' })[2]).toBe('9.9.9.9')
  })

  test('x-forwarded-for with ports, as some proxies write it', () => {
    expect(seen({ 'x-forwarded-for': '1.1.1.1:1, 9.9.9.9:4711, 10.0.0.2:443' })[2]).toBe('9.9.9.9')
    expect(seen({ 'x-forwarded-for': '[2001:db8::1]:4711' })[2]).toBe('2001:db8::1')
  })

  test('values that a client has sent before those of the proxies do not count', () => {
    const appended = {
      'x-forwarded-for': '1.1.1.1, 9.9.9.9',
      'x-forwarded-host': 'evil, id.example',
      'x-forwarded-proto': 'http, https',
    }
    expect(seen(appended)).toEqual(['id.example', true, '9.9.9.9'])
    const chain = {
      'x-forwarded-for': '1.1.1.1, 9.9.9.9, 10.0.0.2',
      'x-forwarded-host': 'evil, id.example, inner',
      'x-forwarded-proto': 'http, https, http',
    }
    expect(seen(chain)).toEqual(['id.example', true, '9.9.9.9'])
    // The inner proxy leaves what the outer one has set.
    const single = { ...chain, 'x-forwarded-host': 'id.example', 'x-forwarded-proto': 'https' }
    expect(seen(single)).toEqual(['id.example', true, '9.9.9.9'])
  })

  test.each([
    ['a comma in a quoted host', 'for=9.9.9.9;host="evil, for=1.1.1.1";proto=https', 'evil, for=1.1.1.1'],
    ['a semicolon in a quoted host', 'for=9.9.9.9;host="evil;for=1.1.1.1";proto=https', 'evil;for=1.1.1.1'],
    ['a quote in a quoted host', 'for=9.9.9.9;host="a\\",for=1.1.1.1,\\"b";proto=https', 'a",for=1.1.1.1,"b'],
    ['a backslash that ends a host', '"x, for=9.9.9.9;host="a\\\\";proto=https', 'a\\'],
    ['a string that the client left open', 'for="1.1.1.1, for=9.9.9.9;host="a";proto=https', 'a'],
    ['an open string, and quotes in a host', 'for=", for=9.9.9.9;host="a\\"b";proto=https', 'a"b'],
  ])('%s hides nothing and adds no element', (_, forwarded, host) => {
    expect(seen({ forwarded })).toEqual([host, true, '9.9.9.9'])
  })

  test('an element that repeats a parameter says nothing (RFC 7239 §4)', () => {
    expect(seen({ forwarded: 'for=9.9.9.9;host=evil;for=1.1.1.1' })).toEqual(['inside', false, '127.0.0.1'])
  })

  test('the ports of nodes may be obfuscated', () => {
    expect(seen({ forwarded: 'for="9.9.9.9:_a-b.c"' })[2]).toBe('9.9.9.9')
    expect(seen({ forwarded: 'for="[2001:db8::1]:_a-b.c"' })[2]).toBe('2001:db8::1')
  })

  test.each(['unknown', '_hidden', '', '10.0.0.2'])(
    'a header that names no client (for=%j) hides nothing of one that does',
    (node) => {
      const headers = {
        forwarded: `for="${node}";host=evil;proto=http`,
        'x-forwarded-for': '9.9.9.9',
        'x-forwarded-host': 'id.example',
        'x-forwarded-proto': 'https',
      }
      expect(seen(headers)).toEqual(['id.example', true, '9.9.9.9'])
    },
  )

  test('the address of the connection counts that it had when the request arrived', () => {
    const request = {
      headers: { 'x-forwarded-for': '9.9.9.9' },
      peer: '127.0.0.1',
      socket: { remoteAddress: undefined },
    }
    expect(clientAddress(request, proxies)).toBe('9.9.9.9')
  })

  test('IPv6 addresses, and nodes without an address', () => {
    expect(seen({ forwarded: 'for="[2001:db8::1]:4711"' })[2]).toBe('2001:db8::1')
    for (const node of ['unknown', '_hidden', '"', '']) {
      expect(seen({ forwarded: `for=${node};host=id.example` })).toEqual(['id.example', false, '127.0.0.1'])
    }
  })

  test.each(['', ';', ',', '=', 'host', 'host=', ';;=,,="', 'x=y'])(
    'a malformed header %j changes nothing',
    (text) => {
      expect(seen({ forwarded: text })).toEqual(['inside', false, '127.0.0.1'])
    },
  )
})

describe('headers that contradict each other', () => {
  const ambiguous = (headers: Record<string, string>, peer = '127.0.0.1', trusts = proxies) =>
    isAmbiguous({ headers, socket: { remoteAddress: peer } }, trusts)
  const older = {
    'x-forwarded-for': '9.9.9.9',
    'x-forwarded-host': 'id.example:443',
    'x-forwarded-proto': 'https',
  }

  test.each([
    ['another client', { forwarded: 'for=1.1.1.1' }],
    ['another client in an element further left', { forwarded: 'for=9.9.9.9, for=1.1.1.1' }],
    ['another host', { forwarded: 'for=9.9.9.9;host=evil' }],
    ['another scheme', { forwarded: 'for=9.9.9.9;proto=http' }],
    ['another client, in the header of the contract', { 'x-zitadel-forwarded': 'for=1.1.1.1' }],
  ])('%s', (_, headers) => {
    expect(ambiguous({ ...older, ...headers })).toBe(true)
    // Nobody else is listened to anyway.
    expect(ambiguous({ ...older, ...headers }, '203.0.113.9')).toBe(false)
    expect(ambiguous({ ...older, ...headers }, '127.0.0.1', noProxies)).toBe(false)
  })

  test('two forms of the header', () => {
    expect(ambiguous({ forwarded: 'for=9.9.9.9', 'x-zitadel-forwarded': 'for=1.1.1.1' })).toBe(true)
  })

  test.each([
    ['the same', { forwarded: 'for="9.9.9.9:4711";host="ID.example";proto=HTTPS' }],
    ['the same, as another form of the address', { forwarded: 'for="[::ffff:9.9.9.9]"' }],
    ['less', { forwarded: 'for=9.9.9.9' }],
    ['no client', { forwarded: 'host=other;proto=http' }],
    ['an obfuscated client', { forwarded: 'for=_hidden;host=other' }],
    [
      'the outer one of two proxies, of which each writes its own header',
      { forwarded: 'for=10.0.0.2;host=inner' },
    ],
    ['nothing', {}],
  ])('one that says %s does not', (_, headers) => {
    expect(ambiguous({ ...older, ...headers })).toBe(false)
  })
})
