import type { X509Certificate } from 'node:crypto'
import { sha256 } from '../../kernel/crypto/sha256.ts'

/** Returns the thumbprint of a certificate, which tokens name as `cnf.x5t#S256` (RFC 8705 §3.1). */
export function certificateThumbprint(certificate: X509Certificate): string {
  return sha256(certificate.raw).toString('base64url')
}
