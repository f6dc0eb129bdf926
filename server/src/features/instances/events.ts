import { z } from 'zod'
import { defineEvent } from '../../kernel/events.ts'
import type { EventOf } from '../../kernel/facet.ts'

const domain = z.strictObject({ domain: z.string() })

export const instanceAdded = defineEvent('instance.added', z.strictObject({ name: z.string() }))

/** Everything that happens to an instance itself. */
export const instanceEvents = {
  [instanceAdded.type]: instanceAdded.payload,
  'instance.changed': z.strictObject({ name: z.string() }),
  'instance.default.language.set': z.strictObject({ language: z.string() }),
}

/** The hosts under which an instance is reached, and those it trusts to be named as its public host. */
export const instanceDomainEvents = {
  'instance.domain.added': z.strictObject({ domain: z.string(), generated: z.boolean() }),
  'instance.domain.primary.set': domain,
  'instance.domain.removed': domain,
  'instance.trusted_domain.added': domain,
  'instance.trusted_domain.removed': domain,
}

/** What happens to whole instances, told outside any of them. */
export const systemEvents = {
  /** The first start of this database made this instance; it never makes another one. */
  'system.first_instance.added': z.strictObject({ instanceId: z.string() }),
  'system.instance.removed': z.strictObject({ instanceId: z.string(), name: z.string() }),
}

export type InstanceEvent = EventOf<typeof instanceEvents>
export type InstanceDomainEvent = EventOf<typeof instanceDomainEvents>
export type SystemEvent = EventOf<typeof systemEvents>
