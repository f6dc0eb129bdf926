import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { certificateThumbprint } from '../../../features/proof-of-possession/index.ts'
import { makeCertificate } from '../../../testing/certificates.ts'
import { isIssuedBy } from './certificateIssuer.ts'
import { matchesAuthority, matchesKeySet } from './clientCertificates.ts'
import { hasName } from './subjectNames.ts'

const now = new Date()
const day = 86_400_000
const subject = 'CN=billing+OU=a\\+b,O=Acme\\, Inc,C=CH'
const encoded = 'C=CH,O=Acme\\, Inc,CN=billing+OU=a\\+b'
const ca = await makeCertificate({ subject: 'CN=Acme CA', ca: true })
const otherCa = await makeCertificate({ subject: 'CN=Acme CA', ca: true })
const client = await makeCertificate({
  subject: encoded,
  issuer: ca,
  names: [
    { type: 'dns', value: 'billing.example' },
    { type: 'url', value: 'spiffe://acme/billing' },
    { type: 'ip', value: '10.0.0.1' },
    { type: 'ip', value: '2001:db8::1' },
    { type: 'email', value: 'billing@acme.example' },
  ],
})
const trusted = [ca.certificate]

test('a certificate counts for the authority that signed it, not for another one of the same name', () => {
  expect(isIssuedBy(client.certificate, trusted, now)).toBe(true)
  expect(isIssuedBy(client.certificate, [otherCa.certificate], now)).toBe(false)
  expect(isIssuedBy(client.certificate, [], now)).toBe(false)
})

test('a certificate counts within its dates and those of its authority', async () => {
  expect(isIssuedBy(client.certificate, trusted, new Date(now.getTime() + 31 * day))).toBe(false)
  expect(isIssuedBy(client.certificate, trusted, new Date(now.getTime() - 2 * day))).toBe(false)
  const longer = await makeCertificate({ subject, issuer: ca, notAfter: new Date(now.getTime() + 90 * day) })
  expect(isIssuedBy(longer.certificate, trusted, new Date(now.getTime() + 40 * day))).toBe(false)
})

test("a client's certificate issues no others, and one for servers only is refused", async () => {
  const below = await makeCertificate({ subject: 'CN=below', issuer: client })
  expect(isIssuedBy(below.certificate, [client.certificate], now)).toBe(false)
  const server = await makeCertificate({ subject, issuer: ca, usages: ['1.3.6.1.5.5.7.3.1'] })
  expect(isIssuedBy(server.certificate, trusted, now)).toBe(false)
  const both = await makeCertificate({
    subject,
    issuer: ca,
    usages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  })
  expect(isIssuedBy(both.certificate, trusted, now)).toBe(true)
})

test.each([
  ['subject_dn', subject],
  ['subject_dn', 'ou=a\\2Bb+cn=billing, O=Acme\\2C Inc, 2.5.4.6=CH'],
  ['san_dns', 'Billing.Example'],
  ['san_uri', 'spiffe://acme/billing'],
  ['san_ip', '10.0.0.1'],
  ['san_ip', '2001:DB8:0::1'],
  ['san_email', 'billing@acme.example'],
] as const)('the %s %s is the certificate’s', (kind, value) => {
  expect(hasName(client.certificate, { kind, value })).toBe(true)
})

test.each([
  ['subject_dn', 'CN=billing,O=Acme\\, Inc,C=CH'],
  ['subject_dn', 'C=CH,O=Acme\\, Inc,CN=billing+OU=a\\+b'],
  ['subject_dn', `${subject},DC=x`],
  ['subject_dn', 'CN=Billing+OU=a\\+b,O=Acme\\, Inc,C=CH'],
  ['subject_dn', ''],
  ['subject_dn', 'CN'],
  ['san_dns', 'example'],
  ['san_dns', 'spiffe://acme/billing'],
  ['san_uri', 'spiffe://acme'],
  ['san_ip', '10.0.0.10'],
  ['san_email', 'Billing@acme.example'],
] as const)('the %s %s is not', (kind, value) => {
  expect(hasName(client.certificate, { kind, value })).toBe(false)
})

test('a comma inside a name adds no second name', async () => {
  const sly = await makeCertificate({
    subject: 'O=Acme,CN=x\\,O\\=y',
    names: [{ type: 'url', value: 'https://x/, DNS:billing.example' }],
  })
  expect(hasName(sly.certificate, { kind: 'san_dns', value: 'billing.example' })).toBe(false)
  expect(hasName(sly.certificate, { kind: 'subject_dn', value: 'CN=x,O=y,O=Acme' })).toBe(false)
})

test('a name counts only with its authority, and no name matches nothing', () => {
  const name = { kind: 'san_dns', value: 'billing.example' } as const
  expect(matchesAuthority(client.certificate, name, trusted, now)).toBe(true)
  expect(matchesAuthority(client.certificate, name, [otherCa.certificate], now)).toBe(false)
  expect(matchesAuthority(client.certificate, undefined, trusted, now)).toBe(false)
})

test('a self-signed certificate counts if the key set holds it, until it expires', () => {
  const der = client.certificate.raw.toString('base64')
  const other = otherCa.certificate.raw.toString('base64')
  expect(
    matchesKeySet(
      client.certificate,
      [
        { kty: 'EC', x5c: [other] },
        { kty: 'EC', x5c: [der] },
      ],
      now,
    ),
  ).toBe(true)
  const thumbprint = certificateThumbprint(client.certificate)
  expect(matchesKeySet(client.certificate, [{ kty: 'EC', 'x5t#S256': thumbprint }], now)).toBe(true)
  expect(matchesKeySet(client.certificate, [{ kty: 'EC', x5c: [other, der] }, { kty: 'EC' }], now)).toBe(
    false,
  )
  expect(
    matchesKeySet(client.certificate, [{ kty: 'EC', x5c: [der] }], new Date(now.getTime() + 31 * day)),
  ).toBe(false)
  expect(new X509Certificate(client.cert).raw.equals(client.certificate.raw)).toBe(true)
})
