import { authorizeDifferences } from './oidcAuthorizeDifferences.ts'
import type { Difference } from './oidcDifference.ts'

const metadata: readonly Difference[] = [
  {
    where: /^metadata \| (claims|ui_locales)_supported: /,
    times: 2,
    because: 'the claims and languages are those of the contract (oidc notes §1, §4)',
  },
  {
    where: /^metadata \| \w+_signing_alg_values_supported: [^a]/,
    times: 6,
    because: 'ours signs and verifies by more asymmetric algorithms, and by none with a shared secret',
  },
  {
    where: /^metadata \| (introspection|revocation)_endpoint_auth_\w+: absent -> /,
    times: 4,
    because: 'RFC 8414 §2: without the member, clients must assume client_secret_basic only',
  },
  {
    where: /^metadata \| token_endpoint_auth_methods_supported: .*client_secret_jwt/,
    times: 1,
    because: 'secrets are kept as digests, with which no client_secret_jwt can be verified',
  },
  {
    where: /^metadata \| grant_types_supported: /,
    times: 1,
    because: 'machines have the JWT bearer grant, apps may have token exchange (oidc notes §5)',
  },
  {
    where: /^metadata \| (prompt_values_supported|require_pushed_authorization_requests): absent -> /,
    times: 2,
    because: 'OpenID Prompt Create §4, RFC 9126 §5: optional members',
  },
]

const clients: readonly Difference[] = [
  {
    where:
      /(, client: |^device: begun without a client|^client: ).* \| (status: 400 -> 401|says: invalid_request -> invalid_client|challenge: none -> Basic)$/,
    times: 143,
    because: 'RFC 6749 §5.2: missing and malformed credentials are invalid_client, 401 with a challenge',
  },
  {
    where: /, client: .* \| challenge: Basic error="invalid_client" -> Basic$/,
    times: 16,
    because: 'RFC 7617 §2: a Basic challenge has no parameter error; the body says it',
  },
  {
    where:
      /, client: an assertion issued tomorrow \| (status: 200 -> 401|says: (active|nothing|invalid_grant) -> invalid_client)$/,
    times: 5,
    because: 'RFC 7523 §3: an assertion of the future is refused (30 s of skew are accepted)',
  },
  {
    where: /, client: an assertion without an id \| (status: 401|says: invalid_client) -> /,
    times: 8,
    because: 'RFC 7523 §3: jti is optional, and the clients of the contract send none',
  },
  {
    where:
      /^introspect, client: the id of a public client \| (status: 200 -> 401|says: active -> invalid_client)$/,
    times: 2,
    because: 'RFC 7662 §2.1: callers must authenticate; a public client cannot (oidc notes §5)',
  },
  {
    where: /^par, client: .* \| (status: 400 -> 201|says: invalid_request -> expires_in request_uri)$/,
    times: 10,
    because: 'RFC 9126 §2.1: the credentials name the client; the parameter client_id may be missing',
  },
]

const tokens: readonly Difference[] = [
  {
    where:
      / \| says: access_token expires_in id_token (refresh_token )?scope token_type -> access_token expires_in id_token (refresh_token )?token_type$/,
    times: 11,
    because: 'RFC 6749 §5.1: scope is left out where it is the requested one',
  },
  {
    where: /^code: (no|a short) verifier \| says: |^code: a verifier without a challenge \| says: /,
    times: 3,
    because:
      'oidc notes §2: a missing or unasked verifier is invalid_request; one that does not fit invalid_grant',
  },
  {
    where: /^code: no redirect URI \| /,
    times: 2,
    because: 'RFC 6749 §4.1.3: required if the authorization request had one, which it always has',
  },
  {
    where: /^refresh: used twice at once \| /,
    times: 2,
    because:
      'a lost answer: within 10 s the same token gets the same tokens again; later uses revoke the family',
  },
  {
    where: /^grant: .*for a client without (it|them) \| /,
    times: 6,
    because:
      'RFC 6749 §5.2: unauthorized_client; client credentials are of machines, which no app is (oidc notes §5)',
  },
  {
    where: /^device: .* \| says: device_code expires_in user_code/,
    times: 3,
    because: 'RFC 8628 §3.2: the optional interval is given',
  },
  {
    where: /^device: begun by a client without the grant \| says: invalid_request -> unauthorized_client$/,
    times: 1,
    because: 'RFC 6749 §5.2: the client may not use the grant',
  },
  {
    where: /^device: polled often at once \| says: authorization_pending -> authorization_pending slow_down$/,
    times: 1,
    because: 'RFC 8628 §3.5: the interval is enforced',
  },
  {
    where: /^token: GET \| says: /,
    times: 1,
    because: 'RFC 6749 §3.2: POST only; both answer 404, ours as its REST API does',
  },
]

const uses: readonly Difference[] = [
  {
    where: /^userinfo: (a token in the query|an empty token|another scheme) \| /,
    times: 9,
    because:
      'RFC 6750 §3.1: without a token in header or form the challenge names no error; the query is no place',
  },
  {
    where: /^userinfo: a token as DPoP \| |^proof: none at use, as DPoP \| /,
    times: 6,
    because: 'RFC 9449 §7.1: a token that is not proved is refused by invalid_token, 401',
  },
  {
    where: /^userinfo: a token (of a machine|without openid) \| /,
    times: 6,
    because: 'oidc notes §5: userinfo takes every token of a user, also of machines',
  },
  {
    where: /^userinfo: signed \| /,
    times: 4,
    because:
      'OpenID Connect Core §5.3.2: ours signs for who prefers application/jwt; theirs by registration only',
  },
  {
    where: /^introspect: .* \| says: active client_id exp iat iss scope sub token_type -> acr active amr /,
    times: 4,
    because: 'oidc notes §5: the reply holds the scoped claims of the user and what the login proved',
  },
  {
    where: /^introspect: a token of another client \| says: .* -> active$/,
    times: 1,
    because: 'oidc notes §5, RFC 7662 §4: a token is active only for its audience',
  },
  {
    where: /^introspect: a refresh token \| says: .* -> active$/,
    times: 1,
    because:
      'resource servers must not take refresh tokens for access tokens, so these are not active to them',
  },
  {
    where: /^(introspect|revoke): an ID token \| /,
    times: 5,
    because: 'RFC 7662 §2.2, RFC 7009 §2.2: what is no token of ours is not active, and needs no revocation',
  },
  {
    where: /^revoke: a token of another app of the project \| /,
    times: 3,
    because: 'oidc notes §5: apps of a project may revoke the tokens of each other',
  },
  {
    where: /^revoke: a token of another client \| /,
    times: 4,
    because: 'oidc notes §5: invalid_client, 401',
  },
  {
    where: /^(revoke|token: GET).* \| cache: may be kept -> no-store$/,
    times: 60,
    because: 'no reply of these endpoints may be kept',
  },
]

const proofs: readonly Difference[] = [
  {
    where: /^proof: .* \| nonce: none -> given$/,
    times: 18,
    because: 'RFC 9449 §8.2: a reply may always bring the next nonce, which saves a client a refusal',
  },
  {
    where: /^proof: none, though the client must have one \| says: invalid_grant -> invalid_dpop_proof$/,
    times: 1,
    because: 'RFC 9449 §5: the grant is right, the proof is missing',
  },
]

const logins: readonly Difference[] = [
  {
    where: /^answer: .* \| brings: /,
    times: 2,
    because: 'RFC 9207 §2: every answer names its issuer; scope only where it is not the requested one',
  },
  {
    where: /^id_token .* \| claims: /,
    times: 5,
    because:
      'oidc notes §3: amr, auth_time, azp, client_id and sid are always there; acr is our own addition (ADR 30)',
  },
  {
    where: /^id_token .* \| header: alg kid -> alg kid typ$/,
    times: 5,
    because: 'oidc notes §3: typ is JWT',
  },
  {
    where: /^keys \| type: /,
    times: 1,
    because: 'application/json, which clients of the contract expect; RFC 7517 §8.5 has the other type too',
  },
  {
    where: /^logout: (by an ID token|for its client) \| /,
    times: 4,
    because: 'oidc notes §5: an ID token ends its session at once; theirs asks the person first',
  },
  {
    where: /^logout: for an unknown client \| says: invalid_client -> invalid_request$/,
    times: 1,
    because: 'oidc notes §5: invalid_request',
  },
]

/** Every difference, each with its reason; the test fails for others, and for one that has vanished. */
export const differences: readonly Difference[] = [
  ...metadata,
  ...clients,
  ...authorizeDifferences,
  ...tokens,
  ...uses,
  ...proofs,
  ...logins,
]
