import type { OidcClient } from '../../../features/applications/index.ts'
import { signJwt } from '../../../features/web-keys/index.ts'
import { loginBase } from '../authorize/loginUrl.ts'
import type { PostLogout } from './clientOfLogout.ts'
import type { LogoutRequest } from './endSessionEndpoint.ts'

/** Seconds for which the login page may act on the request. */
const lifetime = 900

/**
 * Returns the logout page of the client's login with what the request asks for; nothing has ended yet. `logout_token` is the same, signed
 * by the instance, so that the page need not trust its own address, and names the client and its registered URI. Its type keeps it from being taken for a logout token of
 * back-channel logout.
 */
export async function loginLogoutUrl({
  on,
  found,
  parameters,
  client,
  target,
  uri,
}: LogoutRequest & PostLogout & { readonly client?: OidcClient | undefined }): Promise<string> {
  const { instanceId, now, origin } = found
  const asked = {
    ...(target !== undefined && { post_logout_redirect: target }),
    ...pick(parameters.get('logout_hint'), 'logout_hint'),
    ...pick(parameters.get('ui_locales'), 'ui_locales'),
  }
  const iat = Math.floor(now.getTime() / 1000)
  const token = await signJwt(on, instanceId, {
    typ: 'logout-request+jwt',
    claims: {
      iss: origin.url,
      iat,
      exp: iat + lifetime,
      ...(client && { client_id: client.clientId }),
      ...pick(uri, 'post_logout_redirect_uri'),
      ...asked,
    },
  })
  const query = new URLSearchParams({ ...asked, logout_token: token })
  return `${loginBase(client ?? { loginVersion: undefined }, found)}/logout?${query}`
}

function pick(value: string | undefined, name: string): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [name]: value }
}
