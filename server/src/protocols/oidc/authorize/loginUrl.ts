import { loginRoot } from '../../../access/hostedLinks.ts'
import type { OidcClient } from '../../../features/applications/index.ts'

/** Returns the page at which the browser finishes a request: that of the app's own login, else of the hosted one. */
export function loginUrl(
  client: Pick<OidcClient, 'loginVersion'>,
  issuer: string,
  authRequestId: string,
): string {
  return `${loginBase(client, issuer)}/login?authRequest=${encodeURIComponent(authRequestId)}`
}

/** Returns the address of the app's own login, else of the hosted one, without a final slash. */
export function loginBase({ loginVersion }: Pick<OidcClient, 'loginVersion'>, issuer: string): string {
  const own = loginVersion?.kind === 'v2' ? loginVersion.baseUri.replace(/\/+$/, '') : ''
  return own || issuer + loginRoot
}
