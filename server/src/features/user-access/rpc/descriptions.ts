import {
  count,
  flag,
  instant,
  listOf,
  object,
  orNull,
  text,
} from '../../../contract/openapi/ownOperations.ts'

const session = object({
  sessionId: text(),
  userAgent: orNull(
    object(
      { description: text(), ip: text(), fingerprintId: text() },
      'As the creator of the session described it.',
    ),
  ),
  createdAt: instant(),
  lastProvedAt: orNull(instant()),
  expiresAt: orNull(instant()),
  live: flag('False if it has expired, or the user or their organization is inactive.'),
  current: flag('Whether it is the session of the caller.'),
  proofs: listOf(object({ kind: text(), at: instant() })),
  assurance: object({
    acr: text('`urn:sallyport:aal:<level>`, by the present policy.'),
    amr: listOf(text(), 'Methods (RFC 8176).'),
    allowed: flag('Whether it satisfies the login policy.'),
  }),
})

const grant = object({
  grantId: text(),
  clientId: text(),
  application: orNull(text()),
  projectId: orNull(text()),
  project: orNull(text()),
  sessionId: orNull(text()),
  scopes: listOf(text()),
  createdAt: instant(),
  lastIssuedAt: orNull(instant('When the newest access token was issued.')),
  accessExpiresAt: orNull(instant()),
  refreshExpiresAt: orNull(instant()),
  live: flag('Whether one of its tokens can be used.'),
  deadBecause: orNull(text('Why none can.')),
})

/** The reply with everything that gives access in a user's name. */
export const accessReply = object({ sessions: listOf(session), grants: listOf(grant) })

/** The reply with how much has ended. */
export const endedReply = object({ sessions: count(), grants: count() })
