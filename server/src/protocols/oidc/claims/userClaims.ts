import { readScopes, type ScopeDemand } from './readScopes.ts'
import { roleClaims } from './roleClaims.ts'
import type { UserFacts } from './userFacts.ts'

/** Claims about a user; those without a value are left out. */
export type Claims = Readonly<Record<string, unknown>>

/** What a token or reply shall say about its user. */
export interface ClaimDemand {
  readonly scopes: readonly string[]
  /** Claims asked for by name (OpenID Connect Core 1.0 §5.5), which count without their scope. */
  readonly claimNames?: readonly string[] | undefined
  /** The project of the client, or that of the caller of introspection; undefined for machines' own tokens. */
  readonly projectId?: string | undefined
  /** Whether the project asserts roles without role scopes; true for machines' own tokens. */
  readonly assertsRoles: boolean
  /** The instance's own project, which scopes call `zitadel`. */
  readonly iamProjectId?: string | undefined
  /** The public origin, for the address of the picture. */
  readonly origin: string
}

/** Returns the claims of userinfo, whatever the client's settings about roles in tokens. */
export function userinfoClaims(facts: UserFacts, demand: ClaimDemand): Claims {
  const scopes = readScopes(demand.scopes)
  return {
    sub: facts.userId,
    ...standardClaims(facts, scopes, demand),
    ...ownClaims(facts, scopes),
    ...roleClaims(facts, scopes, demand),
  }
}

/** Returns the claims of an introspection; roles are those in the project of its caller only, always. */
export function introspectionClaims(facts: UserFacts, demand: Omit<ClaimDemand, 'assertsRoles'>): Claims {
  const scopes = readScopes(demand.scopes)
  const ownProject = { ...scopes, allProjects: false, projectIds: [] }
  return {
    ...standardClaims(facts, scopes, demand),
    ...ownClaims(facts, scopes),
    ...roleClaims(facts, ownProject, { ...demand, assertsRoles: true }),
  }
}

/** Returns what an ID token says about its user: profile, e-mail, phone and roles only if the client is set so. */
export function idTokenUserClaims(
  facts: UserFacts,
  demand: ClaimDemand,
  client: { readonly idTokenUserinfoAssertion: boolean; readonly idTokenRoleAssertion: boolean },
): Claims {
  const scopes = readScopes(demand.scopes)
  const standard = client.idTokenUserinfoAssertion ? scopes : { ...scopes, standard: new Set<string>() }
  return {
    ...standardClaims(facts, standard, demand),
    ...ownClaims(facts, scopes),
    ...(client.idTokenRoleAssertion && roleClaims(facts, scopes, demand)),
  }
}

/**
 * Returns what a JWT access token says about its user: never profile, e-mail or phone, and roles in the client's own project and
 * the projects of its audience, which may be narrower than that of the grant.
 */
export function accessTokenUserClaims(
  facts: UserFacts,
  demand: ClaimDemand & { readonly audience: readonly string[] },
  client: { readonly accessTokenRoleAssertion: boolean },
): Claims {
  const scopes = readScopes(demand.scopes)
  const { audience, projectId: own } = demand
  const roles = facts.roles?.filter(({ projectId: id }) => id === own || audience.includes(id)) ?? null
  return {
    ...ownClaims(facts, scopes),
    ...(client.accessTokenRoleAssertion && roleClaims({ roles }, scopes, demand)),
  }
}

const genders: readonly string[] = ['female', 'male', 'diverse']

/** The claims of OpenID Connect Core 1.0 §5.1 by scope; a false `…_verified` is left out (oidc notes §4). */
function standardClaims(
  facts: UserFacts,
  { standard }: ScopeDemand,
  { origin, claimNames = [] }: Pick<ClaimDemand, 'origin' | 'claimNames'>,
): Claims {
  const claims: Record<string, unknown> = {}
  for (const [scope, claimsOf] of Object.entries(claimsByScope)) {
    for (const [name, value] of Object.entries(claimsOf(facts, origin))) {
      const given = value !== '' && value !== false && value !== undefined
      if (given && (standard.has(scope) || claimNames.includes(name))) claims[name] = value
    }
  }
  return claims
}

const claimsByScope: Readonly<Record<string, (facts: UserFacts, origin: string) => Claims>> = {
  profile(facts, origin) {
    const every = {
      name: facts.displayName,
      updated_at: facts.changedAt === null ? undefined : Math.floor(Date.parse(facts.changedAt) / 1000),
      preferred_username: facts.loginName,
    }
    if (facts.kind === 'machine') return every
    return {
      ...every,
      given_name: facts.givenName,
      family_name: facts.familyName,
      nickname: facts.nickName,
      picture: pictureOf(facts, origin),
      gender: genders.includes(facts.gender) ? facts.gender : undefined,
      locale: facts.language === 'und' ? undefined : facts.language,
    }
  },
  email: ({ email, emailVerified }) => ({ email, email_verified: email !== '' && emailVerified }),
  phone: ({ phone, phoneVerified }) => ({
    phone_number: phone,
    phone_number_verified: phone !== '' && phoneVerified,
  }),
}

/** The names of the claims that these scopes give. */
export const scopedClaims: readonly string[] = [
  'name',
  'given_name',
  'family_name',
  'nickname',
  'picture',
  'gender',
  'locale',
  'updated_at',
  'preferred_username',
  'email',
  'email_verified',
  'phone_number',
  'phone_number_verified',
]

function pictureOf({ org, userId, avatarKey }: UserFacts, origin: string): string {
  if (avatarKey === '') return ''
  const path = ['assets', 'v1', org.id, 'users', userId, avatarKey].map(encodeURIComponent).join('/')
  return `${origin}/${path}`
}

/** The contract's own claims about a user and its organization. A scope that names another organization has no effect. */
function ownClaims({ org, metadata }: UserFacts, demand: ScopeDemand): Claims {
  const byId = demand.orgId === org.id
  const byDomain = org.primaryDomain !== '' && demand.orgDomain === org.primaryDomain
  const entries = demand.metadata ? Object.entries(metadata ?? {}) : []
  return {
    ...(entries.length > 0 && {
      'urn:zitadel:iam:user:metadata': Object.fromEntries(
        entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString('base64url')]),
      ),
    }),
    ...((demand.resourceOwner || byId || byDomain) && {
      'urn:zitadel:iam:user:resourceowner:id': org.id,
      'urn:zitadel:iam:user:resourceowner:name': org.name,
      ...(org.primaryDomain !== '' && {
        'urn:zitadel:iam:user:resourceowner:primary_domain': org.primaryDomain,
      }),
    }),
    ...(byId && { 'urn:zitadel:iam:org:id': org.id }),
    ...(byDomain && { 'urn:zitadel:iam:org:domain:primary': org.primaryDomain }),
  }
}
