import type { Actor, Lean } from '../../../features/oidc-sessions/index.ts'
import { OAuthError } from '../oauthError.ts'
import { type Party, tokenTypes } from './presentedParty.ts'

/** How many parties may stand behind each other in a token. */
const deepest = 5
/** From how many grants a token may come; every use of it looks at all of them. */
const mostSources = 20

/** What a request asks for. */
export interface Wanted {
  readonly subjectType: string
  readonly scopes: readonly string[]
  readonly audience: readonly string[]
  readonly issuer: string
}

/** The new token, as it follows from those that were presented. */
export interface Exchanged {
  readonly scopes: readonly string[]
  readonly audience: readonly string[]
  readonly actor: Actor | undefined
  readonly lean: Lean
  readonly otherLeans: readonly Lean[]
  /** The grants of the presented tokens, and those that these came from. */
  readonly exchangedFrom: readonly string[]
  /** Seconds that the presented tokens still live. */
  readonly remaining: number
  /** Seconds for which the new tokens may be renewed; 0: they may not. */
  readonly renewable: number
}

/** Scopes about the user, which an actor may ask for although no token has them (oidc notes §5). */
const free: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'phone',
  'address',
  'urn:zitadel:iam:user:metadata',
  'urn:zitadel:iam:user:resourceowner',
])

/**
 * Decides on scopes, audience and acting parties: never more than the presented tokens have. The new token leans on everything
 * that they leaned on and lives no longer than they do. It can be renewed only as long as the token that was presented, and not at all
 * in another's name: acting for a user lasts one access token.
 */
export function decideExchange(
  subject: Party,
  actor: Party | undefined,
  wanted: Wanted,
  now: Date,
): Exchanged {
  const [lean, ...others] = subject.leans
  const ends = [subject, actor].flatMap((party) => party?.expiresAt ?? [])
  const secondsTo = (end: Date) => Math.floor((end.getTime() - now.getTime()) / 1000)
  const acting = actorOf(subject, actor, wanted.issuer)
  return {
    scopes: scopesOf(subject, actor, wanted),
    audience: audienceOf(subject, actor, wanted),
    actor: acting,
    lean,
    otherLeans: [...others, ...(actor?.leans ?? [])],
    exchangedFrom: sourcesOf(subject, actor),
    remaining: Math.min(...ends.map(secondsTo)),
    renewable: acting || !subject.renewableUntil ? 0 : secondsTo(subject.renewableUntil),
  }
}

function sourcesOf(subject: Party, actor: Party | undefined): readonly string[] {
  const sources = [...new Set([...subject.sources, ...(actor?.sources ?? [])])]
  if (sources.length <= mostSources) return sources
  throw new OAuthError(
    'invalid_request',
    'the presented tokens were exchanged too often; use one that is nearer to its login',
  )
}

function scopesOf(
  subject: Party,
  actor: Party | undefined,
  { scopes, subjectType }: Wanted,
): readonly string[] {
  if (scopes.length === 0) return subject.scopes.length > 0 ? subject.scopes : (actor?.scopes ?? [])
  const held = new Set([...subject.scopes, ...(actor?.scopes ?? [])])
  const named =
    actor !== undefined && (subjectType === tokenTypes.userId || subjectType === tokenTypes.idToken)
  const beyond = scopes.filter((scope) => !held.has(scope) && !(named && free.has(scope)))
  if (beyond.length === 0) return scopes
  throw new OAuthError(
    'invalid_scope',
    'the scope goes beyond the presented tokens; leave it out or ask for less',
  )
}

function audienceOf(subject: Party, actor: Party | undefined, { audience }: Wanted): readonly string[] {
  const held = new Set([...(subject.audience ?? []), ...(actor?.audience ?? [])])
  if (audience.length === 0) return subject.audience ?? actor?.audience ?? []
  if (audience.every((one) => held.has(one))) return audience
  throw new OAuthError(
    'invalid_target',
    'the audience goes beyond the presented tokens; leave audience and resource out or ask for less',
  )
}

/** A party that acts stays visible: an exchange without a new actor keeps the one of the subject (RFC 8693 §4.1). */
function actorOf(subject: Party, actor: Party | undefined, issuer: string): Actor | undefined {
  if (actor === undefined) return subject.actor
  if (subject.actor !== undefined && actor.actor !== undefined) {
    throw new OAuthError('invalid_request', 'both tokens have an actor already; exchange one that has none')
  }
  const before = subject.actor ?? actor.actor
  if (depthOf(before) >= deepest) {
    throw new OAuthError(
      'invalid_request',
      `at most ${deepest} parties may act one for the other; use a token with fewer`,
    )
  }
  return { iss: issuer, sub: actor.userId, ...(before !== undefined && { act: before }) }
}

function depthOf(actor: Actor | undefined): number {
  return actor === undefined ? 0 : 1 + depthOf(actor.act)
}
