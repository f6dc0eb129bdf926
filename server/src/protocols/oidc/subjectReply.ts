import type { OidcClient } from '../../features/applications/index.ts'
import type { IssuedTokens, OidcSessionGrant } from '../../features/oidc-sessions/index.ts'
import { type SigningAlgorithm, type SigningKey, signingKeySql } from '../../features/web-keys/index.ts'
import { idTokenClaims } from './claims/tokenClaims.ts'
import { accessTokenUserClaims, idTokenUserClaims } from './claims/userClaims.ts'
import { type UserFacts, userFactsSql } from './claims/userFacts.ts'
import type { Place } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'
import { tokenReply } from './tokenReply.ts'
import type { TokenReply } from './tokenRequest.ts'

/** The columns with which tokens say something about their user. */
export interface SubjectColumns {
  readonly user_facts: UserFacts | null
  readonly signing_key: SigningKey | null
}

/** Returns the columns for a user, each part given as SQL; `when` says whether they are needed. */
export function subjectColumns(of: {
  readonly when: string
  readonly userId: string
  readonly scopes: string
  readonly projects: string
}): { readonly [Column in keyof SubjectColumns]: string } {
  const facts = userFactsSql({ instanceId: 'i.instance_id', ...of })
  return {
    user_facts: `case when ${of.when} then ${facts} end`,
    signing_key: `case when ${of.when} then ${signingKeySql('i.instance_id')} end`,
  }
}

/** The settings of a client that decide what its tokens say. */
export type Assertions = Pick<
  OidcClient,
  'clockSkewSeconds' | 'accessTokenRoleAssertion' | 'idTokenRoleAssertion' | 'idTokenUserinfoAssertion'
> & { readonly projectId?: string | undefined; readonly projectRoleAssertion: boolean }

/** A machine is its own client: its tokens always say its roles. */
export const machineAssertions: Assertions = {
  clockSkewSeconds: 0,
  accessTokenRoleAssertion: true,
  idTokenRoleAssertion: true,
  idTokenUserinfoAssertion: false,
  projectRoleAssertion: true,
}

/** Tokens of a user that are committed. */
export interface SubjectTokens {
  readonly place: Place
  readonly grant: Omit<OidcSessionGrant, 'keyId'>
  readonly issued: IssuedTokens
  readonly idTokenLifetime: number
  readonly client: Assertions
  readonly row: SubjectColumns & { readonly iam_project_id: string | null }
  /** The scopes of the access token, if they are not those that the client asked for. */
  readonly scope?: readonly string[] | undefined
}

/**
 * Returns the token response with a JWT access token if it is one, and an ID token if the scopes have `openid`. The issuer is that
 * of the login, also when its tokens are renewed under another host of the instance (OpenID Connect Core 1.0 §12.2).
 */
export function subjectReply(on: OidcDeps, tokens: SubjectTokens): Promise<TokenReply> {
  const { grant, issued, client, row, scope } = tokens
  const { origin } = tokens.place
  const place = { ...tokens.place, origin: { ...origin, url: grant.issuer ?? origin.url } }
  const facts = row.user_facts
  const audience = issued.accessToken?.audience ?? grant.audience
  const demand = {
    scopes: issued.accessToken?.scopes ?? grant.scopes,
    claimNames: grant.claims?.idToken,
    projectId: client.projectId,
    assertsRoles: client.projectRoleAssertion,
    origin: place.origin.url,
    ...(row.iam_project_id !== null && { iamProjectId: row.iam_project_id }),
  }
  const idToken = (accessToken: string | undefined, alg: SigningAlgorithm) => ({
    ...(facts && idTokenUserClaims(facts, demand, client)),
    ...idTokenClaims({
      issuer: place.origin.url,
      subject: grant.lean.userId,
      audience: grant.audience,
      clientId: grant.clientId,
      now: place.now,
      lifetime: tokens.idTokenLifetime,
      clockSkew: client.clockSkewSeconds,
      authTime: grant.authTime === undefined ? undefined : new Date(grant.authTime),
      nonce: grant.nonce,
      acr: grant.acr,
      amr: grant.amr,
      sessionId: grant.lean.sessionId,
      grantId: issued.oidcSessionId,
      accessToken,
      alg,
      actor: grant.actor,
    }),
  })
  return tokenReply(on, {
    place,
    grant,
    issued,
    scope,
    clockSkew: client.clockSkewSeconds,
    accessClaims: facts === null ? {} : accessTokenUserClaims(facts, { ...demand, audience }, client),
    signingKey: row.signing_key,
    ...(demand.scopes.includes('openid') && { idToken }),
  })
}
