import { z } from 'zod'
import type { OidcClient } from '../../../features/applications/index.ts'
import type { AuthorizationRequest } from '../../../features/auth-requests/index.ts'
import { scopedClaims } from '../claims/userClaims.ts'
import { OAuthError } from '../oauthError.ts'
import type { Parameters } from '../parameters.ts'

/** The strength of authentication and the user that a request demands or prefers, and the claims that it names. */
export type AssuranceDemand = Pick<
  AuthorizationRequest,
  'demandedLevel' | 'wantedAcr' | 'demandedUserId' | 'demandedUserIds' | 'claims'
>

const acrPattern = /^urn:sallyport:aal:([0-3])$/

/**
 * Reads `acr_values`, which are a wish, and the claims parameter, whose essential `acr` is a demand (OpenID Connect Core §5.5.1.1) like
 * that of the app or its project. Claims of scopes are given by name, too; unknown names have no effect (§5.5).
 */
export function assuranceDemandOf(
  { requiredAcr }: Pick<OidcClient, 'requiredAcr'>,
  parameters: Parameters,
): AssuranceDemand {
  const claims = claimsOf(parameters.get('claims'))
  const demanded = Math.max(levelOf(requiredAcr) ?? 0, essentialLevel(claims?.id_token?.acr))
  const wanted = [
    ...new Set([...(parameters.get('acr_values') ?? '').split(' '), ...voluntary(claims?.id_token?.acr)]),
  ].filter((value) => acrPattern.test(value))
  const named = {
    ...namesIn('idToken', claims?.id_token),
    ...namesIn('userinfo', claims?.userinfo),
  }
  return {
    ...(demanded > 0 && { demandedLevel: demanded }),
    ...(wanted.length > 0 && { wantedAcr: wanted }),
    ...usersOf([claims?.id_token?.sub, claims?.userinfo?.sub]),
    ...(Object.keys(named).length > 0 && { claims: named }),
  }
}

const claim = z.looseObject({
  essential: z.boolean().optional(),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
})
const members = z.looseObject({ acr: claim.nullish(), sub: claim.nullish() }).nullish()
const claimsParameter = z.looseObject({ id_token: members, userinfo: members })

function claimsOf(text: string | undefined) {
  if (text === undefined) return undefined
  const parsed = claimsParameter.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new OAuthError(
    'invalid_request',
    'the claims parameter is malformed; send a JSON object as in OpenID Connect Core 1.0 section 5.5',
  )
}

function namesIn(member: 'idToken' | 'userinfo', asked: object | null | undefined) {
  const names = scopedClaims.filter((name) => Object.hasOwn(asked ?? {}, name))
  return names.length > 0 ? { [member]: names } : {}
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Claim = z.infer<typeof claim> | null | undefined

/** The users that all `sub` claims with a value accept; a token for another one must not be issued (OpenID Connect Core §5.5.1). */
function usersOf(subs: readonly Claim[]): Pick<AssuranceDemand, 'demandedUserId' | 'demandedUserIds'> {
  const [first, ...others] = subs
    .map((sub) => (sub ? valuesOf(sub) : []))
    .filter((values) => values.length > 0)
  if (first === undefined) return {}
  const accepted = [...new Set(first)].filter((userId) => others.every((values) => values.includes(userId)))
  const [one, ...more] = accepted
  if (one === undefined) {
    throw new OAuthError(
      'invalid_request',
      'the claims parameter names different users for ID token and userinfo; name the same one',
    )
  }
  return more.length === 0 ? { demandedUserId: one } : { demandedUserIds: accepted }
}

/** The lowest level among the values of an essential claim; a higher level than a requested one will do. */
function essentialLevel(acr: Claim): number {
  if (!acr?.essential) return 0
  const values = valuesOf(acr)
  if (values.length === 0) return 0
  const levels = values.flatMap((value) => levelOf(value) ?? [])
  if (levels.length > 0) return Math.min(...levels)
  throw new OAuthError(
    'unmet_authentication_requirements',
    'none of the essential acr values is known; send one of urn:sallyport:aal:1, urn:sallyport:aal:2, urn:sallyport:aal:3',
  )
}

function voluntary(acr: Claim): readonly string[] {
  return acr && !acr.essential ? valuesOf(acr) : []
}

function valuesOf({ value, values = [] }: NonNullable<Claim>): readonly string[] {
  return value === undefined ? values : [value, ...values]
}

function levelOf(acr: string | undefined): number | undefined {
  const [, level] = acrPattern.exec(acr ?? '') ?? []
  return level === undefined ? undefined : Number(level)
}
