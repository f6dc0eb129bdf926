import { describe, expect, test } from 'vitest'
import { noProxies, trustedProxies } from '../config/trustedProxies.ts'
import { clientAddress, clientAuthority, isClientSecure } from './forwarded.ts'

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
