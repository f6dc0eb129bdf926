import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const domain = z.strictObject({ domain: z.string() })

export const instanceAdded = defineEvent('instance.added', z.strictObject({ name: z.string() }))
export const instanceChanged = defineEvent('instance.changed', z.strictObject({ name: z.string() }))
export const defaultLanguageSet = defineEvent(
  'instance.default.language.set',
  z.strictObject({ language: z.string() }),
)

/** The hosts of an instance, and those that may be named as its public host. */
export const domainAdded = defineEvent(
  'instance.domain.added',
  z.strictObject({ domain: z.string(), generated: z.boolean() }),
)
export const primaryDomainSet = defineEvent('instance.domain.primary.set', domain)
export const domainRemoved = defineEvent('instance.domain.removed', domain)
export const trustedDomainAdded = defineEvent('instance.trusted_domain.added', domain)
export const trustedDomainRemoved = defineEvent('instance.trusted_domain.removed', domain)

/** Marks the database's first instance as created; no later start creates another one. */
export const firstInstanceAdded = defineEvent(
  'system.first_instance.added',
  z.strictObject({ instanceId: z.string() }),
)
/** Records a removal on the system's stream, since the removed instance's own log is deleted. */
export const instanceRemoved = defineEvent(
  'system.instance.removed',
  z.strictObject({ instanceId: z.string(), name: z.string() }),
)

export type InstanceEvent = EventOf<typeof instanceAdded | typeof instanceChanged | typeof defaultLanguageSet>
export type DomainEvent = EventOf<
  | typeof domainAdded
  | typeof primaryDomainSet
  | typeof domainRemoved
  | typeof trustedDomainAdded
  | typeof trustedDomainRemoved
>
export type SystemEvent = EventOf<typeof firstInstanceAdded | typeof instanceRemoved>
