import type { RequestHead } from '../../contract/endpoint.ts'
import { provePossession } from '../../features/proof-of-possession/index.ts'
import { type BearerToken, refusedToken } from './bearer.ts'
import { provingRequest } from './confirmation.ts'
import type { Place } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'
import type { UsableToken } from './usableToken.ts'

/** Throws unless the sender of a request has the key that its token is bound to. Returns headers for the reply. */
export async function requireProof(
  on: Pick<OidcDeps, 'log' | 'database'>,
  {
    head,
    place,
    bearer,
    confirmation,
  }: {
    readonly head: RequestHead
    readonly place: Place
    readonly bearer: BearerToken
    readonly confirmation: UsableToken['confirmation']
  },
): Promise<Readonly<Record<string, string>>> {
  const token = {
    text: bearer.text,
    scheme: bearer.scheme === 'DPoP' ? 'dpop' : 'bearer',
    confirmation,
  } as const
  const proved = await provePossession(on, provingRequest(head, place), token)
  const headers: Record<string, string> = proved.nonce === undefined ? {} : { 'dpop-nonce': proved.nonce }
  if (proved.valid) return headers
  throw refusedToken(
    confirmation?.jkt ? 'DPoP' : bearer.scheme,
    `the token ${proved.reason}`,
    proved.error,
    headers,
  )
}
