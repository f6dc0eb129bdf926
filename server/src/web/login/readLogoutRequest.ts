import { z } from 'zod'
import { acceptsPostLogoutUri, readClient } from '../../features/applications/index.ts'
import { verifyJwt } from '../../features/web-keys/index.ts'
import type { PageContext } from '../pages/pageContext.ts'

/** What an application asks for when it logs a person out. */
export interface LogoutRequest {
  /** Where the browser goes afterwards: signed by this instance, and still registered for the client. */
  readonly target?: string | undefined
  /** The login name of the account that is meant. */
  readonly hint?: string | undefined
}

const claims = z.object({
  client_id: z.string().optional(),
  /** `post_logout_redirect` without the state. */
  post_logout_redirect_uri: z.string().optional(),
  post_logout_redirect: z.string().optional(),
  logout_hint: z.string().optional(),
})

/**
 * Reads the logout request that `end_session` has signed. Nothing else in the address counts, so that no link can send people to a place
 * that is not an application's. An expired or foreign request is none, and a URI that was removed meanwhile leads nowhere.
 */
export async function readLogoutRequest({
  deps,
  call,
  read,
  query,
}: Pick<PageContext, 'deps' | 'call' | 'read' | 'query'>): Promise<LogoutRequest> {
  const token = query.get('logout_token')
  if (token === null) return {}
  const verified = await verifyJwt(deps, call.instance.id, token, {
    issuer: call.origin.url,
    now: call.now,
    typ: 'logout-request+jwt',
  })
  const parsed = claims.safeParse(verified ?? {})
  if (!parsed.success) return {}
  const { client_id: clientId, post_logout_redirect_uri: uri, logout_hint: hint } = parsed.data
  if (clientId === undefined || uri === undefined) return { hint }
  const client = await readClient(
    { instanceId: call.instance.id, kept: read, find: deps.database.find },
    clientId,
  )
  const isRegistered = client !== undefined && acceptsPostLogoutUri(client, uri)
  return { hint, ...(isRegistered && { target: parsed.data.post_logout_redirect }) }
}
