import type { Call } from '../../access/call.ts'
import type { Source } from '../../database/search.ts'
import type { EventLog } from '../../eventlog/types.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { isDocumentAddress } from '../applications/index.ts'
import { type AuthRequestState, authRequestFacet, openRequest } from '../auth-requests/index.ts'
import {
  type DeviceAuthorizationState,
  deviceAuthorizationFacet,
  deviceCodeLifetime,
  openDevice,
} from '../device-authorizations/index.ts'
import { freshProofMinutes } from '../settings/index.ts'
import { accountRequest, parseAccountRequest } from './accountRequest.ts'
import type { FlowRequest } from './flowFacts.ts'
import { levelOfAcr } from './levelOfAcr.ts'

/** The name of a request in addresses of pages: `oidc_<id>` or `device_<id>`, in its parts. */
export interface RequestName {
  readonly kind: 'oidc' | 'device'
  readonly id: string
}

/** Who sent a request that is over, as far as it is still known; devices have no redirect URI. */
export interface Asker {
  readonly clientId: string | null
  readonly redirectUri: string | null
}

/**
 * The request that a page names. `handled` names the session that answered it, if one did; the client may have received the answer
 * or not.
 */
export type FoundRequest =
  | { readonly kind: 'open'; readonly request: FlowRequest }
  | { readonly kind: 'handled'; readonly sessionId: string | null; readonly asker: Asker }
  | { readonly kind: 'expired'; readonly asker: Asker }
  | { readonly kind: 'unknown' }

/** Parses the name of a request; undefined if the text is none. */
export function parseRequestName(text: string): RequestName | undefined {
  const [, kind, id] = /^(oidc|device)_([\w-]{1,200})$/.exec(text) ?? []
  return kind === undefined || id === undefined ? undefined : { kind: kind as RequestName['kind'], id }
}

/** Reads the request that a page names; other texts are unknown requests. */
export async function readRequest(
  { log, database }: { readonly log: Pick<EventLog, 'load'>; readonly database: Source },
  call: Pick<Call, 'instance' | 'now'>,
  text: string,
): Promise<FoundRequest> {
  const account = parseAccountRequest(text)
  if (account) {
    const minutes = account.fresh ? await freshProofMinutes(database, call.instance.id) : 0
    return { kind: 'open', request: accountRequest(account, minutes, call.now) }
  }
  const name = parseRequestName(text)
  if (name === undefined) return { kind: 'unknown' }
  const { kind, id } = name
  const instanceId = call.instance.id
  if (kind === 'device') {
    const stream = await log.load({ instanceId, type: 'device_auth', id })
    return foundDevice(id, stream.state(deviceAuthorizationFacet), call.now)
  }
  const stream = await log.load({ instanceId, type: 'auth_request', id })
  return foundOidc(id, stream.state(authRequestFacet), call.now)
}

function foundOidc(id: string, state: AuthRequestState, now: Date): FoundRequest {
  if (state.kind === 'none' || state.kind === 'pushed') return { kind: 'unknown' }
  const open = openRequest(state, now)
  if (!isRefusal(open)) return { kind: 'open', request: oidcRequest(id, open) }
  const { clientId, redirectUri } = state.request
  const asker = { clientId, redirectUri }
  if (state.kind === 'open') return { kind: 'expired', asker }
  const sessionId = 'link' in state ? state.link.sessionId : null
  return { kind: 'handled', sessionId, asker }
}

function foundDevice(id: string, state: DeviceAuthorizationState, now: Date): FoundRequest {
  if (state.kind === 'none') return { kind: 'unknown' }
  const open = openDevice(state, now)
  if (!isRefusal(open)) return { kind: 'open', request: deviceRequest(id, open) }
  const asker = { clientId: state.kind === 'done' ? null : state.request.clientId, redirectUri: null }
  if (state.kind === 'pending') return { kind: 'expired', asker }
  return { kind: 'handled', sessionId: state.kind === 'approved' ? state.approval.sessionId : null, asker }
}

/** Returns an open authorization request as logins see it. */
export function oidcRequest(
  id: string,
  { request, addedAt }: Extract<AuthRequestState, { kind: 'open' }>,
): FlowRequest {
  const { resources, maxAge, loginHint, hintUserId, demandedUserId, demandedUserIds, organization } = request
  return {
    kind: 'oidc',
    id,
    clientId: request.clientId,
    projectId: request.projectId,
    arrivedAt: addedAt,
    scope: request.scope,
    prompt: request.prompt,
    uiLocales: request.uiLocales,
    demandedLevel: request.demandedLevel ?? 0,
    wantedLevels: (request.wantedAcr ?? []).map(levelOfAcr).filter((level) => level > 0),
    ...(resources !== undefined && { resources }),
    ...(isDocumentAddress(request.clientId) && { asksConsent: true }),
    ...(maxAge !== undefined && { maxAge }),
    ...(loginHint !== undefined && { loginHint }),
    ...(hintUserId !== undefined && { hintUserId }),
    ...(demandedUserId !== undefined && { demandedUserId }),
    ...(demandedUserIds !== undefined && { demandedUserIds }),
    ...(organization !== undefined && { organization }),
  }
}

/** Returns an open request of a device as logins see it. */
export function deviceRequest(
  id: string,
  { request }: Extract<DeviceAuthorizationState, { kind: 'pending' }>,
): FlowRequest {
  const { clientId, projectId, scope, organization, demandedLevel = 0, expiresAt } = request
  return {
    kind: 'device',
    id,
    clientId,
    projectId,
    arrivedAt: new Date(Date.parse(expiresAt) - deviceCodeLifetime * 1000).toISOString(),
    scope,
    prompt: [],
    uiLocales: [],
    demandedLevel,
    wantedLevels: [],
    ...(organization !== undefined && { organization }),
  }
}
