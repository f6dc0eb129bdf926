import { z } from 'zod'
import type { Call } from '../../access/call.ts'
import type { Deps } from '../../features/manifest.ts'
import { verifyJwt } from '../../features/web-keys/index.ts'

/** What an application asks for when it logs a person out. */
export interface LogoutRequest {
  /** Where the browser goes afterwards: registered for the client, and signed by this instance. */
  readonly target?: string | undefined
  /** The login name of the account that is meant. */
  readonly hint?: string | undefined
}

const claims = z.object({ post_logout_redirect: z.string().optional(), logout_hint: z.string().optional() })

/**
 * Reads the logout request that `end_session` has signed. Nothing else in the address counts, so that no link can send people to a place
 * that is not an application's. An expired or foreign request is none.
 */
export async function readLogoutRequest(
  deps: Deps,
  call: Call,
  token: string | null,
): Promise<LogoutRequest> {
  if (token === null) return {}
  const verified = await verifyJwt(deps, call.instance.id, token, {
    issuer: call.origin.url,
    now: call.now,
    typ: 'logout-request+jwt',
  })
  const parsed = claims.safeParse(verified ?? {})
  if (!parsed.success) return {}
  return { target: parsed.data.post_logout_redirect, hint: parsed.data.logout_hint }
}
