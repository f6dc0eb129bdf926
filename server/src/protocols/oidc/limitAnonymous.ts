import type { RequestHead } from '../../contract/endpoint.ts'
import type { RateLimits } from '../../features/rate-limits/index.ts'
import type { Place } from './lookup.ts'
import { OAuthError } from './oauthError.ts'
import type { OidcDeps } from './oidcDeps.ts'

/** The dependencies of endpoints that write for callers whom nobody has authenticated. */
export interface AnonymousDeps extends OidcDeps {
  readonly rateLimits: RateLimits
}

/**
 * Counts a request that writes for anybody, against the budget of its address. Throws 429 with `Retry-After` (RFC 6585 §4, RFC 9126
 * §2.3) if the budget is used up.
 */
export async function limitAnonymous(
  on: Pick<AnonymousDeps, 'rateLimits'>,
  { clientAddress }: RequestHead,
  { instanceId, now }: Place,
): Promise<void> {
  const request = { instance: { id: instanceId }, clientAddress, now }
  const taken = await on.rateLimits.take(request, 'authorization')
  if (taken.allowed) return
  const seconds = Math.ceil((taken.retryAt.getTime() - now.getTime()) / 1000)
  throw new OAuthError(
    'temporarily_unavailable',
    `too many requests came from this address; send the next one in ${seconds} seconds`,
    { status: 429, headers: { 'retry-after': String(seconds) } },
  )
}
