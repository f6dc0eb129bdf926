import { loginRoot } from '../../../access/hostedLinks.ts'
import type { OidcClient } from '../../../features/applications/index.ts'
import { requiredLoginSql } from '../../../features/feature-flags/index.ts'
import type { LookupPart, Place } from '../lookup.ts'

/** The columns of `loginPart`. */
export interface LoginColumns {
  /** The address of the login that the instance has for all applications; null or '' for none. */
  readonly required_login: string | null
}

/** The login of the instance. */
export const loginPart: LookupPart<never, LoginColumns> = {
  keys: [],
  joins: '',
  columns: { required_login: requiredLoginSql('i.instance_id') },
  reads: () => ({}),
}

/** Where a request is made, with the instance's login. */
type LoginPlace = Place & { readonly row: LoginColumns }

/** Returns the page of the login of `loginBase` at which the browser finishes a request. */
export function loginUrl(
  client: Pick<OidcClient, 'loginVersion'>,
  place: LoginPlace,
  authRequestId: string,
): string {
  return `${loginBase(client, place)}/login?authRequest=${encodeURIComponent(authRequestId)}`
}

/** Returns the address of the instance's login, else of the app's own, else of the hosted one, without a final slash (oidc notes §2). */
export function loginBase(
  { loginVersion }: Pick<OidcClient, 'loginVersion'>,
  { row, origin }: LoginPlace,
): string {
  const ofApp = loginVersion?.kind === 'v2' ? loginVersion.baseUri : ''
  return (row.required_login || ofApp).replace(/\/+$/, '') || origin.url + loginRoot
}
