import { describe, expect, test } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { publicOrigin, requestHosts, requestOrigin } from './publicOrigin.ts'

const settings = (environment: Record<string, string>) => loadConfig({ environment })
const certificate = { SALLYPORT_TLS_CERT: import.meta.filename, SALLYPORT_TLS_KEY: import.meta.filename }

describe('one origin, with a request and without', () => {
  test.each([
    [{}, 'http://id.example:8080'],
    [{ SALLYPORT_PORT: '0' }, 'http://id.example'],
    [{ SALLYPORT_EXTERNAL_PORT: '80' }, 'http://id.example'],
    [{ SALLYPORT_EXTERNAL_PORT: '443' }, 'http://id.example:443'],
    [{ SALLYPORT_EXTERNAL_SECURE: 'true', SALLYPORT_EXTERNAL_PORT: '443' }, 'https://id.example'],
    [{ SALLYPORT_EXTERNAL_SECURE: 'true' }, 'https://id.example:8080'],
    [{ ...certificate, SALLYPORT_PORT: '443' }, 'https://id.example'],
    [{ ...certificate, SALLYPORT_EXTERNAL_PORT: '9443' }, 'https://id.example:9443'],
  ])('%j: %s', (environment, url) => {
    const config = settings(environment)
    expect(publicOrigin(config, 'id.example')).toMatchObject({ url, domain: 'id.example' })
    const host = new URL(url).host
    expect(requestOrigin(config, host, false).url).toBe(url)
  })

  test('a port that is set counts more than the port of the request', () => {
    const config = settings({ SALLYPORT_EXTERNAL_PORT: '8443', SALLYPORT_EXTERNAL_SECURE: 'true' })
    expect(requestOrigin(config, 'id.example:6666', false).url).toBe('https://id.example:8443')
    expect(requestOrigin(settings({}), 'id.example:6666', false).url).toBe('http://id.example:6666')
  })

  test('is written as browsers write it', () => {
    const config = settings({})
    expect(requestOrigin(config, 'ID.Example:443', true)).toEqual({
      url: 'https://id.example',
      domain: 'id.example',
      secure: true,
    })
    expect(requestOrigin(config, '[::1]:80', false)).toMatchObject({ url: 'http://[::1]', domain: '[::1]' })
  })
})

test('the headers of the contract select hosts; the first of several counts', () => {
  const hosts = (headers: Record<string, string>) =>
    requestHosts({ headers: new Headers(headers), authority: 'a:1', secure: false, clientAddress: '' })
  expect(hosts({})).toEqual({ instanceHost: 'a:1', publicHost: 'a:1' })
  expect(hosts({ 'x-zitadel-instance-host': 'b, c' })).toEqual({ instanceHost: 'b', publicHost: 'b' })
  expect(hosts({ 'x-zitadel-public-host': 'p' })).toEqual({ instanceHost: 'a:1', publicHost: 'p' })
  expect(hosts({ 'x-forwarded-host': 'x', forwarded: 'host=y' })).toEqual(hosts({}))
})

test.each([
  ['localhost.', 'localhost'],
  ['LOCALHOST:8080', 'localhost:8080'],
  ['Id.Example.:443', 'id.example:443'],
  ['127.0.0.1:80', '127.0.0.1:80'],
  ['[::1]:8080', '[::1]:8080'],
])('a host that is written another way is the same host: %s', (authority, host) => {
  const head = { headers: new Headers(), authority, secure: false, clientAddress: '' }
  expect(requestHosts(head)).toEqual({ instanceHost: host, publicHost: host })
})
