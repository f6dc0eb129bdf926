import type { RequestHeaders } from '../contract/dispatch.ts'
import type { RequestHead } from '../contract/endpoint.ts'
import type { Database } from '../database/database.ts'
import type { CacheUse } from '../eventlog/cacheUse.ts'
import type { EventLog } from '../eventlog/types.ts'
import { instanceId, orgId } from '../kernel/ids.ts'
import { DomainError } from '../kernel/refusal.ts'
import type { Call } from './call.ts'
import type { CredentialKind, FoundCredential } from './credentialKind.ts'
import type { FoundRow, InstanceRow, Lookup, LookupKey } from './lookup.ts'
import type { Principal, UserPrincipal } from './principal.ts'
import { type PublicAddress, requestHosts, requestOrigin, withoutPort } from './publicOrigin.ts'
import * as refusals from './refusals.ts'
import { matchesDigest } from './tokenSecret.ts'

/** The dependencies of authentication. */
export interface Authenticator {
  readonly lookup: Lookup
  readonly log: Pick<EventLog, 'unseal' | 'mac'>
  /** For values that count once, such as proofs of possession. */
  readonly database: Pick<Database, 'query'>
  /** Tried in this order. */
  readonly kinds: readonly CredentialKind[]
  readonly publicAddress: PublicAddress
}

/** The requirements of a method on authentication. */
export interface Demand {
  /** False for the few public methods, whose token is not read. */
  readonly tokenNeeded: boolean
  /** System calls choose their instance by id (undefined: the host decides; '': none). */
  readonly instanceId?: string | undefined
  /** A system user may call at a host of no instance; `Call.instance` then has no id. */
  readonly needsNoHost?: boolean
  /** The stream that the request will load. */
  readonly stream?: LookupKey['stream']
  /** The request may need a fresh proof of its caller; `Call.freshProofMinutes` is then set. */
  readonly freshProof?: boolean | undefined
  /** If given, the caller may be identified from the cache. */
  readonly cacheUse?: CacheUse | undefined
  /** The kind of factor that the method sets up for its caller; `any` for reads of their factors. */
  readonly enrols: string | undefined
  /** The request was authenticated before, at the same instant (`Call.again`). */
  readonly again?: boolean
}

/**
 * Turns a request into a call: instance by host, principal by token, organization context. Sends at most one statement
 * to the database. Only requests with a `cacheUse` use the cache, because they can run again: a revoked token or a removed
 * factor takes effect from this request on.
 */
export async function authenticate(
  on: Authenticator,
  inbound: RequestHead,
  demand: Demand,
  now: Date,
): Promise<Call> {
  const hosts = requestHosts(inbound)
  const target: LookupKey = {
    host: withoutPort(hosts.instanceHost),
    instanceId: demand.instanceId ?? '',
    publicHost: withoutPort(hosts.publicHost),
    orgId: orgId(inbound.headers.get('x-zitadel-orgid') ?? ''),
    freshProof: demand.freshProof,
    stream: demand.stream,
  }
  const instanceless = demand.instanceId === ''
  const origin = requestOrigin(on.publicAddress, hosts.publicHost, inbound.secure)
  const { row, principal, freshProofMinutes } = demand.tokenNeeded
    ? await identify(on, { head: inbound, origin }, target, demand, now)
    : {
        row: instanceless ? undefined : await on.lookup.instance(target),
        principal: anonymous,
        freshProofMinutes: undefined,
      }
  const nowhere = instanceless || (demand.needsNoHost && principal.kind === 'system' && row === undefined)
  if (!nowhere) {
    if (!row) refuseInstance(on, inbound, demand)
    refuseUnknownPlaces(row, target, demand)
  }
  return {
    instance: toInstance(row),
    principal,
    orgId: target.orgId || (principal.kind === 'user' ? principal.orgId : orgId('')),
    orgFromHeader: target.orgId !== '',
    origin,
    headers: inbound.headers,
    now,
    clientAddress: inbound.clientAddress,
    certificate: () => inbound.certificate,
    signal: () => inbound.signal,
    dryRun: undefined,
    preloaded: row?.streams?.find(
      ({ stream_type, stream_id }) => stream_type === demand.stream?.type && stream_id === demand.stream.id,
    ),
    memos: row?.memos,
    freshProofMinutes,
    cacheUse: demand.cacheUse,
    responseHeaders: {},
  }
}

const anonymous: Principal = { kind: 'anonymous' }

interface Identified {
  readonly row: InstanceRow | undefined
  readonly principal: Principal
  readonly freshProofMinutes?: number | undefined
}

async function identify(
  on: Authenticator,
  { head: inbound, origin }: Pick<FoundCredential<object>['request'], 'head' | 'origin'>,
  target: LookupKey,
  demand: Demand,
  now: Date,
): Promise<Identified> {
  const instanceless = demand.instanceId === ''
  const { scheme, text } = bearerToken(inbound.headers)
  for (const kind of on.kinds) {
    const token = kind.parse(text)
    if (token === undefined) continue
    // Only tokens that are bound to a key are presented under another scheme.
    if (scheme === 'dpop' && !('proves' in kind && kind.proves)) break
    if (kind.lookup === undefined) {
      const row = instanceless ? undefined : await on.lookup.instance(target)
      const principal = await kind.identify(token, now)
      if (principal) return { row, principal }
      if (!instanceless && row === undefined) refuseInstance(on, inbound, demand)
      throw new DomainError(refusals.tokenInvalid)
    }
    if (instanceless) throw new DomainError(refusals.systemOnly)
    const key = { ...target, credential: kind.lookup.value(token) }
    const row = await on.lookup.credentials.get(kind.name)?.(key, demand.cacheUse)
    if (!row) refuseInstance(on, inbound, demand)
    const opened: FoundCredential<object>['opened'] = async (stream, id) =>
      row.sealed === null ? undefined : openDigest(on, row, row.sealed, stream, id)
    const matches: FoundCredential<object>['matches'] = async (secret, stream, id) =>
      matchesDigest(secret, await opened(stream, id))
    const request = { head: inbound, origin, scheme, text }
    const again = demand.again === true
    const found = { row, now, enrols: demand.enrols, again, matches, opened, on, request }
    const identity = await kind.identify(token, found)
    const owner = ownerOf(row)
    if (!owner || !mayAct(row)) throw new DomainError(refusals.userInactive)
    if (!row.org_active) throw new DomainError(refusals.organizationInactive)
    const freshProofMinutes = row.fresh_proof_minutes ?? undefined
    return { row, principal: { ...owner, ...identity }, freshProofMinutes }
  }
  // An unknown instance is refused before the token, as with tokens that are valid.
  if (!instanceless && (await on.lookup.instance(target)) === undefined) refuseInstance(on, inbound, demand)
  throw new DomainError(refusals.tokenInvalid)
}

/** Refuses an instance that does not exist, by the name that the request gives it: an id or a host. */
function refuseInstance({ publicAddress }: Authenticator, head: RequestHead, demand: Demand): never {
  throw new DomainError(
    demand.instanceId === undefined ? refusals.hostUnknown(publicAddress, head) : refusals.instanceNotFound,
  )
}

function ownerOf(row: FoundRow): Omit<UserPrincipal, 'token'> | undefined {
  if (row.user_id === null || row.org_id === null) return undefined
  return {
    kind: 'user',
    userId: row.user_id,
    orgId: row.org_id,
    machine: row.user_kind === 'machine',
    memberships: row.memberships ?? [],
  }
}

/** An automatic lock stops guessing, not the sessions and tokens that exist. */
function mayAct(row: FoundRow): boolean {
  return row.status === 'locked' ? row.locked_until !== null : row.status !== 'inactive'
}

/** By the row of the look-up: requests that share one open its secret once. */
const digests = new WeakMap<FoundRow, Promise<Buffer>>()

function openDigest(
  on: Authenticator,
  row: FoundRow,
  sealed: Buffer,
  stream: { readonly type: string; readonly id: string },
  secretId: string,
): Promise<Buffer> {
  const known = digests.get(row)
  if (known !== undefined) return known
  const digest = on.log.unseal({ ...stream, instanceId: row.instance_id }, secretId, sealed)
  digests.set(row, digest)
  return digest
}

function refuseUnknownPlaces(row: InstanceRow, target: LookupKey, demand: Demand): void {
  if (demand.instanceId === undefined && !row.public_host_known)
    throw new DomainError(refusals.publicHostUntrusted)
  if (target.orgId !== '' && demand.tokenNeeded && !row.org_known) throw new DomainError(refusals.orgUnknown)
}

/** A token and the scheme under which it was presented. */
export interface PresentedBearer {
  readonly scheme: 'bearer' | 'dpop'
  readonly text: string
}

/** Returns the token of the `Authorization` header (RFC 6750 §2.1, RFC 9449 §7.1); throws if the header is missing or has another form. */
export function bearerToken(headers: Pick<RequestHeaders, 'get'>): PresentedBearer {
  const header = headers.get('authorization')?.trim()
  if (!header) throw new DomainError(refusals.headerMissing)
  const [, scheme, text] = /^(Bearer|DPoP) +(\S+)$/i.exec(header) ?? []
  if (text !== undefined) return { scheme: scheme?.toLowerCase() === 'dpop' ? 'dpop' : 'bearer', text }
  throw new DomainError(/^(Bearer|DPoP)\b/i.test(header) ? refusals.tokenMalformed : refusals.schemeUnknown)
}

function toInstance(row: InstanceRow | undefined) {
  return {
    id: row?.instance_id ?? instanceId(''),
    name: row?.name ?? '',
    defaultOrgId: row?.default_org_id ?? orgId(''),
    defaultLanguage: row?.default_language ?? 'en',
    primaryDomain: row?.primary_domain ?? '',
  }
}
