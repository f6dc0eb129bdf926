/** What a scenario of OpenID Connect sends, the same for every server under test. */
export interface OidcSeed {
  readonly paths: {
    readonly authorize: string
    readonly token: string
    readonly introspect: string
    readonly userinfo: string
    readonly discovery: string
    readonly keys: string
  }
  /** Values of `Authorization` by HTTP Basic. */
  readonly machine: string
  readonly api: string
  readonly app: string
  readonly clientId: string
  readonly redirectUri: string
  readonly accessToken: string
  readonly refreshToken: string
  /** Of the browser in which the person is logged in; '' if the server has none. */
  readonly cookie: string
  /** The session of the person, if a login of one's own answers requests with it. */
  readonly session: { readonly sessionId: string; readonly sessionToken: string } | undefined
  /** Of the login of one's own; '' without one. */
  readonly loginToken: string
}

/** Returns the value of `Authorization` for a client. */
export function basic(clientId: string, secret: string): string {
  const text = [clientId, secret].map(encodeURIComponent).join(':')
  return `Basic ${Buffer.from(text).toString('base64')}`
}

/** The PKCE verifier of every flow, and its challenge. */
export const pkce = {
  verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
} as const
