import type { Call } from '../../access/call.ts'
import { accountRoot, loginRoot } from '../../access/hostedLinks.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { refusalPage } from '../refusalPage.ts'
import { firstLoginLink, loginLink } from './oldLinks.ts'

/** Where a path leads; `rest` is what its `*` stands for. */
type Destination = (rest: string, query: URLSearchParams) => string

const destinations: Readonly<Record<string, Destination>> = {
  '/ui/login': firstLoginLink,
  '/ui/login/*': firstLoginLink,
  [loginRoot]: loginLink,
  [`${loginRoot}/`]: loginLink,
  [`${loginRoot}/otp/verify`]: (_, query) => loginLink('otp/verify', query),
  [`${loginRoot}${loginRoot}`]: loginLink,
  [`${loginRoot}${loginRoot}/*`]: loginLink,
  // Pages of older versions that have no successor here, and mistyped ones.
  [`${loginRoot}/*`]: (_, query) => loginLink('', query),
  [`${accountRoot}/*`]: () => accountRoot,
  // The address that devices show (RFC 8628 §3.3).
  '/device': (_, query) => firstLoginLink('device', query),
  // A Well-Known URL for Changing Passwords (W3C) §2.
  '/.well-known/change-password': () => `${accountRoot}/password`,
}

/** Older and common addresses of the hosted pages: each leads to the page of today. */
export const linkEndpoints: readonly Endpoint<Call>[] = Object.entries(destinations).map(
  ([path, destination]) =>
    endpoint({
      methods: ['GET'],
      path,
      credential: 'anyone',
      cors: 'none',
      body: 'none',
      refusals: refusalPage,
      async handle({ parameters, query }) {
        const location = destination(parameters['*'] ?? '', query)
        // The address may carry a code.
        const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
        return { status: 303, headers }
      },
    }),
)
