import type { X509Certificate } from 'node:crypto'
import type { JWK } from 'jose'
import { certificateThumbprint } from '../../../features/proof-of-possession/index.ts'
import { isCurrent, isIssuedBy } from './certificateIssuer.ts'
import { type CertificateName, hasName } from './subjectNames.ts'

/** Whether a certificate of one of the authorities has the client's registered name (RFC 8705 §2.1). */
export function matchesAuthority(
  certificate: X509Certificate,
  name: CertificateName | undefined,
  authorities: readonly X509Certificate[],
  now: Date,
): boolean {
  return name !== undefined && isIssuedBy(certificate, authorities, now) && hasName(certificate, name)
}

/** Whether a certificate, regardless of its issuer, is one that the client's key set holds (RFC 8705 §2.2), and is valid now. */
export function matchesKeySet(certificate: X509Certificate, keys: readonly JWK[], now: Date): boolean {
  if (!isCurrent(certificate, now)) return false
  const thumbprint = certificateThumbprint(certificate)
  const encoded = certificate.raw.toString('base64')
  return keys.some((key) => key['x5t#S256'] === thumbprint || key.x5c?.[0] === encoded)
}
