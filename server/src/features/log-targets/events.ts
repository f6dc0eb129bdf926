import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** The forms in which events are delivered. */
export const targetFormats = ['jsonl', 'cloudevents'] as const
/** Where a new target begins: with the events after its creation, or with the first one of the log. */
export const targetStarts = ['now', 'beginning'] as const

const named = z.strictObject({ id: z.string() })
const settings = z.strictObject({
  name: z.string(),
  url: z.string(),
  format: z.enum(targetFormats),
  /** Only events of these types; none restricts nothing. */
  types: z.array(z.string()),
  /** Only events of streams of these types; none restricts nothing. */
  streamTypes: z.array(z.string()),
})
/** A header of each request, whose value is a secret of the instance with this id. */
const credential = z.strictObject({ header: z.string(), secretId: z.string() })

/** What a target receives, where and how, without its secrets. */
export type TargetSettings = z.infer<typeof settings>
/** The header that a receiver knows the server by. */
export type TargetCredential = z.infer<typeof credential>

/** Targets to which the events of an instance are delivered. */
export const logTargetEvents = {
  added: defineEvent(
    'instance.log_target.added',
    settings.extend({
      ...named.shape,
      start: z.enum(targetStarts),
      signingKeyId: z.string(),
      credential: credential.optional(),
    }),
  ),
  changed: defineEvent('instance.log_target.changed', settings.extend(named.shape)),
  credentialChanged: defineEvent('instance.log_target.credential.changed', credential.extend(named.shape)),
  credentialRemoved: defineEvent('instance.log_target.credential.removed', named),
  signingKeyChanged: defineEvent(
    'instance.log_target.signing_key.changed',
    named.extend({ signingKeyId: z.string() }),
  ),
  paused: defineEvent('instance.log_target.paused', named),
  resumed: defineEvent('instance.log_target.resumed', named),
  removed: defineEvent('instance.log_target.removed', named),
}
export type LogTargetEvent = EventOf<typeof logTargetEvents>
