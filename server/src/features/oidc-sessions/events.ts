import { z } from 'zod'
import { factorNames } from '../../access/factorKinds.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const nothing = z.strictObject({})
const at = z.string()

/** A proof that a token leans on, as its session held it. */
const leanedProof = z.strictObject({
  kind: z.enum(factorNames),
  at,
  /** The credential that proved it, for kinds of which a person may have several. */
  tokenId: z.string().optional(),
  userVerified: z.boolean().optional(),
  deviceBound: z.boolean().optional(),
})

const lean = z.strictObject({
  userId: z.string(),
  /** The position of the user's stream when the proofs and the credential were read: later losses count. */
  userSequence: z.number(),
  sessionId: z.string().optional(),
  proofs: z.array(leanedProof),
  /** The machine's own credential. */
  credential: z.strictObject({ kind: z.enum(['secret', 'key', 'pat']), id: z.string() }).optional(),
})

/** Acting parties, the current one outermost (RFC 8693 §4.1). */
export type Actor = { readonly iss?: string; readonly sub: string; readonly act?: Actor }
const actor: z.ZodType<Actor> = z.lazy(() =>
  z.strictObject({ iss: z.string().optional(), sub: z.string(), act: actor.optional() }),
) as z.ZodType<Actor>

/** `keyId` names the sealed key from which the secrets of the session's tokens derive. */
export const oidcSessionAdded = defineEvent(
  'oidc_session.added',
  z.strictObject({
    lean,
    /** The leans of the tokens that this one was exchanged for. */
    otherLeans: z.array(lean).optional(),
    /** The grants of those tokens, and the grants that these came from: they die with any of them. */
    exchangedFrom: z.array(z.string()).optional(),
    clientId: z.string(),
    /** The issuer that the client knows, which logout tokens name; absent if it does not matter. */
    issuer: z.string().optional(),
    /** Absent if the user is its own client. */
    appId: z.string().optional(),
    projectId: z.string().optional(),
    scopes: z.array(z.string()),
    audience: z.array(z.string()),
    amr: z.array(z.string()),
    acr: z.string().optional(),
    authTime: at.optional(),
    nonce: z.string().optional(),
    /** Claims by name that a client asked for (OpenID Connect Core 1.0 §5.5). */
    claims: z
      .strictObject({ idToken: z.array(z.string()).optional(), userinfo: z.array(z.string()).optional() })
      .optional(),
    /** Demands of the project that an authorization or a grant met when it admitted the login. */
    admittedBy: z.array(z.enum(['authorization', 'access'])).optional(),
    actor: actor.optional(),
    mayAct: actor.optional(),
    /** The key that the holder must prove (RFC 7800): a thumbprint for DPoP or of a certificate. */
    confirmation: z
      .strictObject({ jkt: z.string().optional(), 'x5t#S256': z.string().optional() })
      .optional(),
    keyId: z.string(),
  }),
)
/** A new access token; the one before is void. */
export const accessTokenAdded = defineEvent(
  'oidc_session.access_token.added',
  z.strictObject({
    tokenId: z.string(),
    expiresAt: at,
    jwt: z.boolean(),
    /** Absent: those of the session. */
    scopes: z.array(z.string()).optional(),
    /** Absent: that of the session. */
    audience: z.array(z.string()).optional(),
    /** Absent: as in `oidc_session.added`. */
    userSequence: z.number().optional(),
  }),
)
export const accessTokenRevoked = defineEvent('oidc_session.access_token.revoked', nothing)
export const refreshTokenAdded = defineEvent(
  'oidc_session.refresh_token.added',
  z.strictObject({ tokenId: z.string(), idleExpiresAt: at, expiresAt: at }),
)
export const refreshTokenRenewed = defineEvent(
  'oidc_session.refresh_token.renewed',
  z.strictObject({ tokenId: z.string(), idleExpiresAt: at }),
)
/** The client revoked its refresh token; the access token is void as well. */
export const refreshTokenRevoked = defineEvent('oidc_session.refresh_token.revoked', nothing)
/** All tokens of the session are void for good. `cause` names the reason: an event, or `refresh_token_reused`, `code_reused`, `source_revoked`. */
export const oidcSessionRevoked = defineEvent('oidc_session.revoked', z.strictObject({ cause: z.string() }))

/** The events of a grant of tokens. */
export const oidcSessionEvents = [
  oidcSessionAdded,
  accessTokenAdded,
  accessTokenRevoked,
  refreshTokenAdded,
  refreshTokenRenewed,
  refreshTokenRevoked,
  oidcSessionRevoked,
] as const
export type OidcSessionEvent = EventOf<typeof oidcSessionEvents>

/** What a token depends on, apart from its client: once a part is taken away, the token is dead. */
export type Lean = Readonly<z.infer<typeof lean>>
/** A proof that a token leans on. */
export type LeanedProof = Readonly<z.infer<typeof leanedProof>>
/** The payload of `oidc_session.added`. */
export type OidcSessionGrant = EventOf<typeof oidcSessionAdded>['payload']
