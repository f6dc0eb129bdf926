import { X509Certificate } from 'node:crypto'

const clientAuthPurpose = '1.3.6.1.5.5.7.3.2'

/**
 * Whether one of the authorities has issued the certificate, it is valid now, and its extended key usage does not exclude clients.
 * The list holds the issuing authorities themselves; chains through others and revocation lists are not followed.
 */
export function isIssuedBy(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  now: Date,
): boolean {
  const { keyUsage } = certificate
  if (!isCurrent(certificate, now)) return false
  if (keyUsage !== undefined && !keyUsage.includes(clientAuthPurpose)) return false
  return authorities.some(
    (authority) =>
      authority.ca &&
      isCurrent(authority, now) &&
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey),
  )
}

/** Whether the instant lies within the certificate's dates. */
export function isCurrent({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo)
}

/** Reads the configured authorities once. */
export function readAuthorities(pems: readonly string[]): readonly X509Certificate[] {
  return pems.map((pem) => new X509Certificate(pem))
}
