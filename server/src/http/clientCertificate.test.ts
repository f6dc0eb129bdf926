import { expect, test } from 'vitest'
import { trustedProxies, withCertificateHeader } from '../config/trustedProxies.ts'
import { makeCertificate } from '../testing/certificates.ts'
import { clientCertificate, readCertificateHeader } from './clientCertificate.ts'

const client = await makeCertificate({ subject: 'CN=client' })
const proxy = await makeCertificate({ subject: 'CN=proxy' })
const der = client.certificate.raw.toString('base64')
const escaped = encodeURIComponent(client.cert)

test.each([
  ['RFC 9440', `:${der}:`],
  ['nginx', escaped],
  ['Envoy', `By=spiffe://a/b;Hash=00ff;Cert="${escaped}";Subject="CN=client, O=\\x";URI=`],
  ['Envoy, certificate first', `Cert="${escaped}"`],
  ['DER', der],
])('the form of %s is read', (_, text) => {
  expect(readCertificateHeader(text)?.fingerprint256).toBe(client.certificate.fingerprint256)
})

test.each([
  ['', 'nothing'],
  [`:${der}:, :${der}:`, 'two certificates of RFC 9440'],
  [`${der},${der}`, 'a chain'],
  [`Cert="${escaped}",Cert="${escaped}"`, 'two elements of Envoy'],
  [`Subject="x;Cert=";Cert="${escaped}";Cert="${escaped}"`, 'two certificates in an element'],
  ['%2D%2D%2D%2D%2DBEGIN%zz', 'a broken escape'],
  [':AAAA:', 'bytes that are no certificate'],
  ['A'.repeat(20_000), 'a long text'],
])('%#: %s', (text) => {
  expect(readCertificateHeader(text)).toBeUndefined()
})

const peer = (remoteAddress: string, own?: typeof proxy) => ({
  remoteAddress,
  getPeerX509Certificate: () => own?.certificate,
})
const trusts = withCertificateHeader(trustedProxies(['10.0.0.0/8']), 'X-Client-Cert')
const headers = { 'x-client-cert': `:${der}:` }

test('a header counts from a trusted proxy only, whose own certificate does not count', () => {
  const found = (socket: ReturnType<typeof peer>, given = headers) =>
    clientCertificate({ headers: given, socket } as never, trusts)?.subject
  expect(found(peer('10.1.2.3'))).toBe('CN=client')
  expect(found(peer('10.1.2.3', proxy))).toBe('CN=client')
  expect(found(peer('10.1.2.3', proxy), {} as never)).toBeUndefined()
  expect(found(peer('192.0.2.1'))).toBeUndefined()
  expect(found(peer('192.0.2.1', proxy))).toBe('CN=proxy')
})

test('without a configured header no header counts, and headers that a proxy sent twice neither', () => {
  const socket = peer('10.1.2.3')
  expect(clientCertificate({ headers, socket } as never, trustedProxies(['10.0.0.0/8']))).toBeUndefined()
  const twice = { 'x-client-cert': [`:${der}:`, `:${der}:`] }
  expect(clientCertificate({ headers: twice, socket } as never, trusts)).toBeUndefined()
})
