import type { RequestHeaders } from '../contract/dispatch.ts'
import type { RequestHead } from '../contract/plainRoute.ts'
import type { Query } from '../database/query.ts'
import type { Premise } from '../eventlog/premise.ts'
import type { EventLog } from '../eventlog/types.ts'
import { DomainError } from '../kernel/refusal.ts'
import { evaluate, type Proof, type ProofMethod } from './assurance.ts'
import type { Call } from './call.ts'
import type { InstanceRow, Lookup, PatRow, SessionRow, UserRow, Wanted } from './lookup.ts'
import type { Principal, UserPrincipal } from './principal.ts'
import { type PublicAddress, requestHosts, requestOrigin, withoutPort } from './publicOrigin.ts'
import * as refusals from './refusals.ts'
import type { SystemTokens } from './systemToken.ts'
import { matchesDigest, type PatToken, patToken, type SessionToken, sessionToken } from './tokens.ts'

/** What authentication leans on. */
export interface Authenticator {
  readonly query: Query
  readonly log: Pick<EventLog, 'unseal'>
  readonly systemTokens: SystemTokens
  readonly publicAddress: PublicAddress
}

type Authenticating = Omit<Authenticator, 'query'> & { readonly lookup: Lookup }

/** How a method wants to be called, as far as authentication is concerned. */
export interface Demand {
  /** False for the few public methods: a token is then not even looked at. */
  readonly tokenNeeded: boolean
  /** System calls choose their instance by id (undefined: the host decides; '': none). */
  readonly instanceId?: string | undefined
  /** What the request will load. */
  readonly stream?: Wanted['stream']
  /** Given: the caller may be identified from memory, which the premise then claims. */
  readonly premise?: Premise | undefined
  /** The method only sets up the caller's own factors (see `isEnrolment`). */
  readonly enrolment: boolean
}

/**
 * Turns a request into a call: instance by host, principal by token, organization context. At most one statement against
 * the database. Memory serves only requests that its `premise` lets be answered anew, so that a revoked token or a
 * removed factor counts from this request on.
 */
export async function authenticate(
  on: Authenticating,
  inbound: RequestHead,
  demand: Demand,
  now: Date,
): Promise<Call> {
  const hosts = requestHosts(inbound)
  const wanted: Wanted = {
    host: withoutPort(hosts.instanceHost),
    instanceId: demand.instanceId ?? '',
    publicHost: withoutPort(hosts.publicHost),
    orgId: inbound.headers.get('x-zitadel-orgid') ?? '',
    stream: demand.stream,
  }
  const instanceless = demand.instanceId === ''
  const { row, principal } = demand.tokenNeeded
    ? await identify(on, bearerToken(inbound.headers), wanted, demand, now)
    : { row: instanceless ? undefined : await on.lookup.instance(wanted), principal: anonymous }
  if (!instanceless) refuseUnknownPlaces(row, wanted, demand)
  return {
    instance: toInstance(row),
    principal,
    orgId: wanted.orgId || (principal.kind === 'user' ? principal.orgId : ''),
    orgFromHeader: wanted.orgId !== '',
    origin: requestOrigin(on.publicAddress, hosts.publicHost, inbound.secure),
    headers: inbound.headers,
    now,
    clientAddress: inbound.clientAddress,
    dryRun: undefined,
    preloaded: row?.streams?.find(
      ({ stream_type, stream_id }) => stream_type === demand.stream?.type && stream_id === demand.stream.id,
    ),
    facts: row?.facts,
    premise: demand.premise,
    responseHeaders: {},
  }
}

const anonymous: Principal = { kind: 'anonymous' }

interface Identified {
  readonly row: InstanceRow | undefined
  readonly principal: Principal
}

async function identify(
  on: Authenticating,
  token: string,
  wanted: Wanted,
  { instanceId, enrolment, premise }: Demand,
  now: Date,
): Promise<Identified> {
  const instanceless = instanceId === ''
  const pat = patToken.parse(token)
  const session = pat ? undefined : sessionToken.parse(token)
  if (instanceless && (pat || session)) throw new DomainError(refusals.systemOnly)
  if (pat) return identifyPat(on, pat, await on.lookup.pat({ ...wanted, tokenId: pat.tokenId }, premise), now)
  if (session) {
    const row = await on.lookup.session({ ...wanted, tokenId: session.sessionId }, premise)
    return identifySession(on, session, row, enrolment, now)
  }
  const row = instanceless ? undefined : await on.lookup.instance(wanted)
  const principal = await on.systemTokens.verify(token, now)
  if (!principal)
    throw new DomainError(row || instanceless ? refusals.tokenInvalid : refusals.instanceNotFound)
  return { row, principal }
}

async function identifyPat(
  on: Authenticating,
  token: PatToken,
  row: PatRow | undefined,
  now: Date,
): Promise<Identified> {
  if (!row) throw new DomainError(refusals.instanceNotFound)
  const user = ownerOf(row)
  const digest =
    user && row.sealed ? await openDigest(on, row, 'user', user.userId, token.tokenId) : undefined
  if (!user || !matchesDigest(token.secret, digest) || row.revoked === true || isPast(row.expires_at, now)) {
    throw new DomainError(refusals.tokenInvalid)
  }
  if (!mayAct(row)) throw new DomainError(refusals.userInactive)
  return { row, principal: { ...user, token: { kind: 'pat', id: token.tokenId } } }
}

async function identifySession(
  on: Authenticating,
  token: SessionToken,
  row: SessionRow | undefined,
  enrolment: boolean,
  now: Date,
): Promise<Identified> {
  if (!row) throw new DomainError(refusals.instanceNotFound)
  if (!row.session_known) throw new DomainError(refusals.sessionGone)
  if (row.token_id !== token.tokenId || row.sealed === null)
    throw new DomainError(refusals.sessionTokenSuperseded)
  const digest = await openDigest(on, row, 'session', token.sessionId, token.tokenId)
  if (!matchesDigest(token.secret, digest)) throw new DomainError(refusals.tokenInvalid)
  if (isPast(row.expires_at, now)) throw new DomainError(refusals.sessionTokenSuperseded)
  const assurance = evaluate({
    policy: {
      forceMfa: row.force_mfa ?? false,
      forceMfaLocalOnly: row.force_mfa_local_only ?? false,
      secondFactors: row.second_factors ?? [],
      multiFactors: row.multi_factors ?? [],
      passwordlessAllowed: row.passwordless_allowed ?? false,
    },
    factors: (row.factors ?? []).map((factor) => factor.kind as ProofMethod),
    proved: proofsOf(row),
    kind: row.user_kind ?? 'human',
    now,
  })
  const enrolling = enrolment && assurance.missing.enroll.length > 0
  if (assurance.refusal && !enrolling) throw new DomainError(assurance.refusal)
  const user = ownerOf(row)
  if (!user || !mayAct(row)) throw new DomainError(refusals.userInactive)
  return {
    row,
    principal: {
      ...user,
      ...(enrolling && { memberships: [] }),
      token: { kind: 'session', id: token.tokenId, sessionId: token.sessionId },
      ...(row.user_agent_id && { userAgentId: row.user_agent_id }),
    },
  }
}

function proofsOf(row: SessionRow): readonly Proof[] {
  const proofs: readonly [ProofMethod, string | null][] = [
    ['password', row.password_checked_at],
    ['totp', row.totp_checked_at],
    ['otp_sms', row.otp_sms_checked_at],
    ['otp_email', row.otp_email_checked_at],
    ['idp', row.intent_checked_at],
  ]
  const plain = proofs.flatMap(([method, at]) => (at === null ? [] : [{ method, at }]))
  if (row.webauthn_checked_at === null || row.webauthn_kind === null) return plain
  const key: Proof = {
    method: row.webauthn_kind,
    at: row.webauthn_checked_at,
    userVerified: row.webauthn_user_verified ?? false,
    deviceBound: row.webauthn_device_bound ?? false,
  }
  return [...plain, key]
}

function ownerOf(row: UserRow): Omit<UserPrincipal, 'token'> | undefined {
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
function mayAct(row: UserRow): boolean {
  return row.status === 'locked' ? row.locked_until !== null : row.status !== 'inactive'
}

/** By the row of the lookup: requests that share one open its secret once. */
const digests = new WeakMap<UserRow, Promise<Buffer>>()

function openDigest(
  on: Authenticating,
  row: InstanceRow & UserRow,
  type: string,
  id: string,
  secretId: string,
): Promise<Buffer> {
  const known = digests.get(row)
  if (known !== undefined) return known
  const stream = { instanceId: row.instance_id, type, id }
  const digest = on.log.unseal(stream, secretId, row.sealed ?? Buffer.alloc(0))
  digests.set(row, digest)
  return digest
}

function refuseUnknownPlaces(row: InstanceRow | undefined, wanted: Wanted, demand: Demand): void {
  if (!row) throw new DomainError(refusals.instanceNotFound)
  if (demand.instanceId === undefined && !row.public_host_known)
    throw new DomainError(refusals.publicHostUntrusted)
  if (wanted.orgId !== '' && demand.tokenNeeded && !row.org_known) throw new DomainError(refusals.orgUnknown)
}

function bearerToken(headers: RequestHeaders): string {
  const header = headers.get('authorization')
  if (!header) throw new DomainError(refusals.headerMissing)
  const [, token] = /^Bearer +(\S+)$/i.exec(header.trim()) ?? []
  if (token === undefined) throw new DomainError(refusals.tokenInvalid)
  return token
}

function isPast(instant: string | null, now: Date): boolean {
  return instant !== null && new Date(instant) <= now
}

function toInstance(row: InstanceRow | undefined) {
  return {
    id: row?.instance_id ?? '',
    name: row?.name ?? '',
    defaultOrgId: row?.default_org_id ?? '',
    defaultLanguage: row?.default_language ?? 'en',
    primaryDomain: row?.primary_domain ?? '',
  }
}
