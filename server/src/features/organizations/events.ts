import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const nothing = z.strictObject({})
const name = z.strictObject({ name: z.string() })
const domain = z.strictObject({ domain: z.string() })
const validationType = z.enum(['http', 'dns'])

export const orgAdded = defineEvent('org.added', name)
export const orgChanged = defineEvent('org.changed', name)
export const orgDeactivated = defineEvent('org.deactivated', nothing)
export const orgReactivated = defineEvent('org.reactivated', nothing)
export const orgRemoved = defineEvent('org.removed', nothing)

/** The domains of an organization; the token that proves control of one is a secret. */
export const domainEvents = {
  added: defineEvent('org.domain.added', domain),
  verificationAdded: defineEvent(
    'org.domain.verification.added',
    z.strictObject({ ...domain.shape, validationType, secretId: z.string() }),
  ),
  verificationFailed: defineEvent('org.domain.verification.failed', domain),
  verified: defineEvent('org.domain.verified', domain),
  primarySet: defineEvent('org.domain.primary.set', domain),
  removed: defineEvent('org.domain.removed', domain),
}

/** Entries that clients keep at an organization; `value` is base64. */
export const metadataEvents = {
  set: defineEvent('org.metadata.set', z.strictObject({ key: z.string(), value: z.base64() })),
  removed: defineEvent('org.metadata.removed', z.strictObject({ key: z.string() })),
}

/** The organization of requests that name none. */
export const defaultOrgSet = defineEvent('instance.default.org.set', z.strictObject({ orgId: z.string() }))

export type DomainEvent = EventOf<typeof domainEvents>
export type MetadataEvent = EventOf<typeof metadataEvents>
export type ValidationType = z.infer<typeof validationType>
