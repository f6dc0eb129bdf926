import { z } from 'zod'
import { defineEvent } from '../../kernel/events.ts'
import type { EventOf } from '../../kernel/facet.ts'

const nothing = z.strictObject({})
const name = z.strictObject({ name: z.string() })
const domain = z.strictObject({ domain: z.string() })
const validationType = z.enum(['http', 'dns'])

export const orgAdded = defineEvent('org.added', name)
export const orgRemoved = defineEvent('org.removed', nothing)
export const defaultOrgSet = defineEvent('instance.default.org.set', z.strictObject({ orgId: z.string() }))

/** Everything that happens to an organization itself. */
export const orgEvents = {
  [orgAdded.type]: orgAdded.payload,
  'org.changed': name,
  'org.deactivated': nothing,
  'org.reactivated': nothing,
  [orgRemoved.type]: orgRemoved.payload,
}

/** The domains of an organization; the token that proves control of one is a secret. */
export const domainEvents = {
  'org.domain.added': domain,
  'org.domain.verification.added': z.strictObject({
    domain: z.string(),
    validationType,
    secretId: z.string(),
  }),
  'org.domain.verification.failed': domain,
  'org.domain.verified': domain,
  'org.domain.primary.set': domain,
  'org.domain.removed': domain,
}

/** Free entries that clients keep at an organization; `value` is base64. */
export const metadataEvents = {
  'org.metadata.set': z.strictObject({ key: z.string(), value: z.base64() }),
  'org.metadata.removed': z.strictObject({ key: z.string() }),
}

/** The organization that stands in where an instance's request names none. */
export const defaultOrgEvents = {
  [defaultOrgSet.type]: defaultOrgSet.payload,
}

export type OrgEvent = EventOf<typeof orgEvents>
export type DomainEvent = EventOf<typeof domainEvents>
export type MetadataEvent = EventOf<typeof metadataEvents>
export type DefaultOrgEvent = EventOf<typeof defaultOrgEvents>
export type ValidationType = z.infer<typeof validationType>
