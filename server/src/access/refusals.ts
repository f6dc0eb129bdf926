import type { DescMethod } from '@bufbuild/protobuf'
import type { RequestHead } from '../contract/endpoint.ts'
import { type Refusal, refuse } from '../kernel/refusal.ts'
import { type PublicAddress, requestHosts, urlFromHere, withoutPort } from './publicOrigin.ts'

export const headerMissing = refuse(
  'auth.header_missing',
  'unauthenticated',
  'this call needs a token; send it as "Authorization: Bearer TOKEN"',
)
export const schemeUnknown = refuse(
  'auth.scheme_unknown',
  'unauthenticated',
  'this call does not take the scheme of its Authorization header; send it as "Authorization: Bearer TOKEN"',
)
export const tokenMalformed = refuse(
  'auth.token_malformed',
  'unauthenticated',
  'the Authorization header holds no single token; send it as "Authorization: Bearer TOKEN"',
)
export const tokenInvalid = refuse(
  'auth.token_invalid',
  'unauthenticated',
  'the token is unknown, expired or revoked; get a new one',
)
export const userInactive = refuse(
  'auth.user_inactive',
  'unauthenticated',
  'the user of this token is locked, deactivated or removed',
)
export const organizationInactive = refuse(
  'auth.organization_inactive',
  'unauthenticated',
  'the organization of the user of this token is deactivated; ask an administrator of the instance to reactivate it',
)
export const instanceNotFound = refuse(
  'instances.not_found',
  'not_found',
  'this instance does not exist; check the id',
)
/** Refusal of a request whose host is no domain of an instance. */
export const hostUnknown = (address: PublicAddress, head: RequestHead) => {
  const host = withoutPort(requestHosts(head).instanceHost).slice(0, 255)
  const url = urlFromHere(address, head)
  const open = url === undefined ? '' : ` (${url})`
  return refuse(
    'instance.host_unknown',
    'not_found',
    `no instance serves the host "${host}"; use a domain of an instance, as SALLYPORT_EXTERNAL_DOMAIN is${open}, or add this one`,
  )
}
export const publicHostUntrusted = refuse(
  'instance.public_host_untrusted',
  'not_found',
  'the public host is neither a domain of the instance nor a trusted one; add it to the trusted domains',
)
export const orgUnknown = refuse(
  'auth.org_unknown',
  'permission_denied',
  'the organization of this call does not exist; check the x-zitadel-orgid header',
)
export const systemOnly = refuse(
  'auth.system_user_needed',
  'unauthenticated',
  'this call takes the token of a system user (SALLYPORT_SYSTEM_API_USERS)',
)

/** Refuses a method of the contract that has no handler, by its name. */
export function notImplemented({ parent, name }: DescMethod): Refusal {
  return refuse('request.unimplemented', 'unimplemented', `${parent.typeName}/${name} is not built yet`)
}
