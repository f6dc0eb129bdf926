import { z } from 'zod'
import { factorNames } from '../../access/factorKinds.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** Where and how the answer is returned. */
const responseTypes = ['code', 'id_token', 'id_token token'] as const
const responseModes = ['query', 'fragment', 'form_post'] as const
const prompts = ['none', 'login', 'consent', 'select_account', 'create'] as const

/** A proof on the session, as `SessionProof` has it. */
const proof = z.strictObject({
  kind: z.enum(factorNames),
  /** ISO 8601. */
  at: z.string(),
  tokenId: z.string().optional(),
  userVerified: z.boolean().optional(),
  deviceBound: z.boolean().optional(),
})

const request = z.strictObject({
  clientId: z.string(),
  projectId: z.string(),
  /** The issuer under which the client began, without a trailing slash. */
  issuer: z.string(),
  redirectUri: z.string(),
  responseType: z.enum(responseTypes),
  responseMode: z.enum(responseModes),
  scope: z.array(z.string()),
  /** The scopes are not those that the client asked for, so that the token response names them (RFC 6749 §5.1). */
  scopeChanged: z.literal(true).optional(),
  audience: z.array(z.string()),
  /** Resource indicators (RFC 8707). */
  resources: z.array(z.string()).optional(),
  state: z.string().optional(),
  nonce: z.string().optional(),
  /** RFC 7636. */
  codeChallenge: z.strictObject({ challenge: z.string(), method: z.enum(['S256', 'plain']) }).optional(),
  prompt: z.array(z.enum(prompts)),
  uiLocales: z.array(z.string()),
  /** Seconds. */
  maxAge: z.number().optional(),
  loginHint: z.string().optional(),
  hintUserId: z.string().optional(),
  /** The user that `sub` of the claims parameter names. */
  demandedUserId: z.string().optional(),
  /** The users of whom `sub` of the claims parameter accepts any, if it names several. */
  demandedUserIds: z.array(z.string()).optional(),
  /** Claims that the client asks for by name, without a scope that gives them. */
  claims: z
    .strictObject({ idToken: z.array(z.string()).optional(), userinfo: z.array(z.string()).optional() })
    .optional(),
  /** The lowest level of assurance (1 to 3) that the client, its app or project accepts; without it any will do. */
  demandedLevel: z.number().optional(),
  /** The levels that the client prefers (`acr_values`), the most wanted first. */
  wantedAcr: z.array(z.string()).optional(),
  /** The id of the organization to which the user must belong. */
  organization: z.string().optional(),
  /** The JWK thumbprint to which the code is bound (RFC 9449 §10). */
  dpopJkt: z.string().optional(),
  /** The user who may finish the request without `session.link`: the login that began it. */
  loginClient: z.string().optional(),
})

/** The answer of the session to which the request was linked; the tokens lean on it. */
const link = z.strictObject({
  sessionId: z.string(),
  userId: z.string(),
  /** The position of the user's stream when the proofs were read. */
  userSequence: z.number(),
  userOrgId: z.string(),
  /** ISO 8601. */
  authTime: z.string(),
  proofs: z.array(proof),
  acr: z.string(),
  amr: z.array(z.string()),
  /** Demands of the project that an authorization or a grant met. */
  admittedBy: z.array(z.enum(['authorization', 'access'])).optional(),
  /** When they met it (ISO 8601): later ones do not carry the tokens. Absent without demands, and before 0.3.0. */
  admittedAt: z.string().optional(),
})

export type ResponseType = (typeof responseTypes)[number]
export type ResponseMode = (typeof responseModes)[number]
export type Prompt = (typeof prompts)[number]
export type AuthorizationRequest = z.infer<typeof request>
export type SessionLink = z.infer<typeof link>

/** A request that was pushed (RFC 9126); the digest of its `request_uri` is the secret `handleId`. */
export const authRequestPushed = defineEvent(
  'auth_request.pushed',
  z.strictObject({
    clientId: z.string(),
    handleId: z.string(),
    parameters: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
)
export const authRequestAdded = defineEvent('auth_request.added', request)
/** The answer waits at a page of ours if it cannot be a plain redirect; then its ticket's digest is the secret `ticketId`. */
export const authRequestSessionLinked = defineEvent(
  'auth_request.session.linked',
  link.extend({ ticketId: z.string().optional() }),
)
/** The digest of the code is the secret `codeId`. */
export const authRequestCodeAdded = defineEvent(
  'auth_request.code.added',
  z.strictObject({ codeId: z.string() }),
)
export const authRequestCodeExchanged = defineEvent('auth_request.code.exchanged', z.strictObject({}))
export const authRequestSucceeded = defineEvent(
  'auth_request.succeeded',
  z.strictObject({ oidcSessionId: z.string() }),
)
export const authRequestFailed = defineEvent(
  'auth_request.failed',
  z.strictObject({
    /** An error of RFC 6749 §4.1.2.1 or OpenID Connect Core §3.1.2.6. */
    error: z.string(),
    description: z.string().optional(),
    uri: z.string().optional(),
    ticketId: z.string().optional(),
  }),
)

/** The events of an authorization request. */
export const authRequestEvents = [
  authRequestPushed,
  authRequestAdded,
  authRequestSessionLinked,
  authRequestCodeAdded,
  authRequestCodeExchanged,
  authRequestSucceeded,
  authRequestFailed,
] as const
export type AuthRequestEvent = EventOf<typeof authRequestEvents>
