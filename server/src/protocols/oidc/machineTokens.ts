import type { AppendReads } from '../../eventlog/confirmedByAppend.ts'
import {
  issueTokens,
  type Lean,
  type TokenGrant,
  type TokenLifetimes,
} from '../../features/oidc-sessions/index.ts'
import type { Confirmed } from './confirmation.ts'
import { type IssuingColumns, iamProjectSql, lifetimesOf } from './issuingPart.ts'
import type { LookupPart, Place } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'
import { type Parameters, scopesOf } from './parameters.ts'
import { resourceAudience } from './resources.ts'
import { audienceOf, knownScopes, withoutForeignOrganizations } from './scopes.ts'
import { machineAssertions, type SubjectColumns, subjectColumns, subjectReply } from './subjectReply.ts'
import type { TokenReply } from './tokenRequest.ts'

/** Reads facts of the machine `alias` for JWTs: those of an ID token, and a JWT access token if the machine has them. */
export function machineSubjectPart(alias: string): LookupPart<'scope' | 'projects', SubjectColumns> {
  return {
    keys: ['scope', 'projects'],
    joins: '',
    columns: subjectColumns({
      when: `(${alias}.access_token_type = 'jwt' or 'openid' = any(string_to_array(w.scope, ' ')))`,
      userId: `${alias}.user_id`,
      scopes: `string_to_array(w.scope, ' ')`,
      projects: `array_append(string_to_array(w.projects, ' '), ${iamProjectSql})`,
    }),
    reads: ({ user_facts }) => ({ user: user_facts === null ? [] : [user_facts.userId] }),
  }
}

/** Returns the scopes of a request with a meaning, and the key of `machineSubjectPart` for them. */
export function machineScopes(parameters: Parameters) {
  const requested = knownScopes(scopesOf(parameters.get('scope')))
  return {
    requested,
    key: { scope: requested.join(' '), projects: audienceOf(requested, null).join(' ') },
  }
}

/** A machine that has proved one of its credentials. */
export interface ProvedMachine {
  readonly userId: string
  readonly orgId: string
  readonly clientId: string
  readonly accessTokenType: 'bearer' | 'jwt'
  /** The position of its stream at which the credential was read. */
  readonly userSequence: number
  readonly credential: NonNullable<Lean['credential']>
  /** When the credential ends, beyond which no token lives (ADR 27); absent: it has no end. */
  readonly credentialEnd?: Date
  readonly amr: readonly string[]
  /** Seconds that its ID token lives; the instance's setting unless given. */
  readonly idTokenLifetime?: number
}

/** A token request of a machine in its own name. */
export interface MachineRequest {
  readonly found: Place & { readonly row: IssuingColumns & SubjectColumns }
  readonly machine: ProvedMachine
  readonly scopes: ReturnType<typeof machineScopes>
  readonly parameters: Parameters
  readonly bound: Confirmed
  /** Those that the append of the tokens confirms. */
  readonly reads?: AppendReads
}

/** Issues the tokens of a machine: no refresh token, as its credential is one; an ID token if `openid` is asked for. */
export async function machineTokens(on: OidcDeps, request: MachineRequest): Promise<TokenReply> {
  const { found, machine, bound, reads } = request
  const { instanceId, now, row } = found
  const grant = await grantOf(on, request)
  const writing = { instanceId, creator: machine.userId, now, cacheUse: reads?.cacheUse }
  const { result: issued } = await on.log.transact(writing, undefined, (tx) => issueTokens(tx, grant))
  if (issued === undefined) throw new Error('the grant of a machine depends on no session')
  const reply = await subjectReply(on, {
    place: found,
    grant,
    issued,
    idTokenLifetime: machine.idTokenLifetime ?? grant.lifetimes.idTokenLifetime,
    client: machineAssertions,
    row,
  })
  return { ...reply, headers: bound.headers }
}

/** The audience are the resources that the request names, else the projects of audience scopes. */
async function grantOf(on: OidcDeps, request: MachineRequest): Promise<TokenGrant> {
  const { found, machine, scopes, parameters, bound } = request
  const { userId, userSequence, credential, credentialEnd, orgId } = machine
  const own = withoutForeignOrganizations(scopes.requested, orgId)
  const resources = await resourceAudience(on, found.instanceId, parameters.all('resource'))
  return {
    orgId,
    lean: { userId, userSequence, proofs: [], credential },
    clientId: machine.clientId,
    scopes: [...own],
    audience: resources.length > 0 ? [...resources] : [...audienceOf(own, found.row.iam_project_id)],
    amr: [...machine.amr],
    accessToken: machine.accessTokenType === 'jwt' ? 'jwt' : 'opaque',
    refreshToken: false,
    lifetimes: endingBy(credentialEnd, found.now, lifetimesOf(found.row)),
    ...(bound.confirmation && { confirmation: bound.confirmation }),
  }
}

function endingBy(end: Date | undefined, now: Date, lifetimes: TokenLifetimes): TokenLifetimes {
  if (end === undefined) return lifetimes
  const remaining = Math.floor((end.getTime() - now.getTime()) / 1000)
  return {
    ...lifetimes,
    accessTokenLifetime: Math.min(lifetimes.accessTokenLifetime, remaining),
    idTokenLifetime: Math.min(lifetimes.idTokenLifetime, remaining),
  }
}
