import type { X509Certificate } from 'node:crypto'
import type { TlsSubject } from '../../../features/applications/index.ts'
import { readAuthorities } from './certificateIssuer.ts'
import { matchesAuthority, matchesKeySet } from './clientCertificates.ts'
import type { ClientAuthMethod, ClientToAuthenticate } from './method.ts'
import { wrongCredentials } from './presented.ts'
import type { CertificateName } from './subjectNames.ts'

/** `tls_client_auth` (RFC 8705 §2.1): a certificate of a configured authority with the client's registered name. */
export const tlsClientAuth: ClientAuthMethod = {
  names: ['tls_client_auth'],
  async verify(request) {
    const { client, place, on } = request
    const { now } = place
    const authorities = authoritiesOf(on.config.clientAuthorities)
    if (!matchesAuthority(certificateOf(request), nameOf(client.tlsSubject), authorities, now)) {
      throw wrongCredentials(request.presented)
    }
  },
}

/** `self_signed_tls_client_auth` (RFC 8705 §2.2): a certificate that the client has registered in its key set. */
export const selfSignedTlsClientAuth: ClientAuthMethod = {
  names: ['self_signed_tls_client_auth'],
  async verify(request) {
    if (!matchesKeySet(certificateOf(request), request.client.jwks, request.place.now)) {
      throw wrongCredentials(request.presented)
    }
  },
}

/** The client names itself by `client_id` only; other credentials are not mixed in. */
function certificateOf({ presented, head }: ClientToAuthenticate): X509Certificate {
  const { certificate } = head
  if (presented.kind !== 'none' || certificate === undefined) throw wrongCredentials(presented)
  return certificate
}

const kinds: Readonly<Record<TlsSubject['name'], CertificateName['kind']>> = {
  tls_client_auth_subject_dn: 'subject_dn',
  tls_client_auth_san_dns: 'san_dns',
  tls_client_auth_san_uri: 'san_uri',
  tls_client_auth_san_ip: 'san_ip',
  tls_client_auth_san_email: 'san_email',
}

function nameOf(subject: TlsSubject | undefined): CertificateName | undefined {
  return subject && { kind: kinds[subject.name], value: subject.value }
}

/** By the configuration's list: each server reads its authorities once. */
const read = new WeakMap<readonly string[], readonly X509Certificate[]>()

function authoritiesOf(pems: readonly string[]): readonly X509Certificate[] {
  const known = read.get(pems) ?? readAuthorities(pems)
  read.set(pems, known)
  return known
}
