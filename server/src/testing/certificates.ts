import 'reflect-metadata'
import { webcrypto, X509Certificate } from 'node:crypto'
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  type JsonGeneralNames,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

cryptoProvider.set(webcrypto as Crypto)

/** A certificate with its private key, both PEM. */
export interface IssuedCertificate {
  readonly cert: string
  readonly key: string
  readonly certificate: X509Certificate
}

interface Issuer extends IssuedCertificate {
  readonly keys: webcrypto.CryptoKeyPair
  readonly subject: string
}

/** The contents of a test certificate; self-signed unless an issuer is given. */
export interface CertificateRequest {
  /** In the order of the encoding, the opposite of RFC 4514's: `C=CH,CN=name`. */
  readonly subject: string
  readonly names?: JsonGeneralNames
  /** Object identifiers of its extended key usage. */
  readonly usages?: readonly string[]
  readonly ca?: boolean
  readonly issuer?: Issuer
  readonly notBefore?: Date
  readonly notAfter?: Date
}

const day = 86_400_000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** Makes a certificate for a test, valid from yesterday for 30 days. */
export async function makeCertificate(request: CertificateRequest): Promise<Issuer> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const { issuer, names, usages } = request
  const made = await X509CertificateGenerator.create({
    subject: request.subject,
    issuer: issuer?.subject ?? request.subject,
    notBefore: request.notBefore ?? new Date(Date.now() - day),
    notAfter: request.notAfter ?? new Date(Date.now() + 30 * day),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(request.ca ?? false, undefined, true),
      ...(names ? [new SubjectAlternativeNameExtension(names)] : []),
      ...(usages ? [new ExtendedKeyUsageExtension([...usages])] : []),
    ],
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const cert = made.toString('pem')
  return {
    cert,
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    certificate: new X509Certificate(cert),
    keys,
    subject: made.subject,
  }
}
