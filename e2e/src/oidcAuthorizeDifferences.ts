import type { Difference } from './oidcDifference.ts'

/** The differences of authorization requests, pushed ones and request objects. */
export const authorizeDifferences: readonly Difference[] = [
  {
    where:
      /^(authorize|request object).*redirect URI.* \| says: invalid_redirect_uri -> invalid_request$|^authorize: a script as /,
    times: 8,
    because: 'RFC 6749 §4.1.2.1 has no code invalid_redirect_uri; RFC 7591 has it for registrations',
  },
  {
    where: /^authorize: (an unknown client) \| says: invalid_client -> invalid_request$/,
    times: 1,
    because: 'RFC 6749 §4.1.2.1 has no invalid_client; it is for the token endpoint (§5.2)',
  },
  {
    where: /^(authorize|par): .*no redirect URI \| /,
    times: 5,
    because: 'OpenID Connect Core §3.1.2.1: redirect_uri is required, also if one is registered',
  },
  {
    where: /^authorize, (API|device): as it should be \| /,
    times: 5,
    because: 'they have no code grant, or are no login: unauthorized_client (RFC 6749 §4.1.2.1)',
  },
  {
    where:
      /^(authorize|par).*(a response type that the client lacks|implicit: a code) \| says: invalid_request -> unauthorized_client$/,
    times: 3,
    because: 'RFC 6749 §4.1.2.1: the client is not authorized to use this response type',
  },
  {
    where: /^(authorize|par).*(response mode query|an unknown response mode) \| /,
    times: 8,
    because: 'oidc notes §3: a response mode that is unknown or does not fit is ignored',
  },
  {
    where: /^authorize, must (push|sign): /,
    times: 6,
    because: 'nothing outside of the pushed or signed request counts, also no redirect URI (RFC 9101 §6.3)',
  },
  {
    where: /^authorize: (a request|an unknown pushed request|request and request_uri).* \| /,
    times: 13,
    because: 'RFC 9101 §6.3: without a valid request there is no redirect URI to trust; the error stays',
  },
  {
    where:
      /^request object .* \| (leads|brings|status): |^request object (of another type|that|with a subject|without a client).* \| says: /,
    times: 46,
    because:
      'RFC 9101 §6.3: without a valid request there is no redirect URI to trust; §10.8, RFC 9700: type, subject and lifetime are checked',
  },
  {
    where: /^authorize: a repeated \w+( URI)? \| /,
    times: 9,
    because:
      'RFC 6749 §3.1: repeated parameters make a request that cannot be trusted, so that the error stays',
  },
  {
    where: /^(authorize|code): an unknown parameter.* \| /,
    times: 5,
    because: 'RFC 6749 §3.1, §3.2: no parameter may be repeated; resource and audience may',
  },
  {
    where: /^(authorize|par): a broken key thumbprint \| /,
    times: 5,
    because: 'RFC 9449 §10: a thumbprint that no key can have would only fail at the token endpoint',
  },
  {
    where:
      /^(authorize|code): (a challenge without a method|the challenge method plain|a plain challenge) \| /,
    times: 8,
    because: 'oidc notes §2: plain is accepted, and not offered by the metadata (RFC 9700 §2.1.1)',
  },
  {
    where: /^(authorize|code): (a scope without openid|only unknown scopes|exchanged without openid) \| /,
    times: 8,
    because: 'oidc notes §3: openid is not required, unknown scopes are dropped; then there is no ID token',
  },
  {
    where: /^authorize: an essential acr that is unknown \| /,
    times: 3,
    because: 'OpenID Connect Core §5.5.1.1: an essential acr that cannot be met is an error, at once',
  },
  {
    where: /^(authorize|par): an invalid ID token as hint \| /,
    times: 5,
    because: 'oidc notes §3: a hint that is not ours is ignored',
  },
  {
    where: /^authorize: (an unknown prompt|prompt create) \| /,
    times: 6,
    because: 'oidc notes §3: prompt=create is supported (OpenID Prompt Create), unknown prompts are ignored',
  },
  {
    where: /^authorize: prompt none \| /,
    times: 3,
    because: 'the login has the sessions, so it answers prompt=none with login_required (oidc notes §3)',
  },
  {
    where: /^authorize: metadata of the client \| brings: /,
    times: 1,
    because: 'every error has a description',
  },
  {
    where: /^par: an unknown pushed request \| says: request_uri_not_supported -> invalid_request$/,
    times: 1,
    because: 'RFC 9126 §2.1: a pushed request must not hold a request_uri',
  },
  {
    where: /^pushed request: opened /,
    times: 7,
    because: 'RFC 9126 §4: a reference that is used, or of another client, names no request to trust',
  },
]
