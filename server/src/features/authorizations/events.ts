import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const nothing = z.strictObject({})
/** `projectSequence`: the position of the project at which the roles were checked; a role added later is another one. */
const roles = z.strictObject({ roleKeys: z.array(z.string()), projectSequence: z.number() })

export const authorizationAdded = defineEvent(
  'user.grant.added',
  roles.extend({
    userId: z.string(),
    projectId: z.string(),
    /** Null if the organization owns the project. */
    grantId: z.string().nullable(),
  }),
)
export const authorizationChanged = defineEvent('user.grant.changed', roles)
/** Changed over the second generation of the contract, or because the project or its grant lost a role. */
export const authorizationCascadeChanged = defineEvent('user.grant.cascade.changed', roles)
export const authorizationDeactivated = defineEvent('user.grant.deactivated', nothing)
export const authorizationReactivated = defineEvent('user.grant.reactivated', nothing)
export const authorizationRemoved = defineEvent('user.grant.removed', nothing)
/** Removed with its user, project or project grant. */
export const authorizationCascadeRemoved = defineEvent('user.grant.cascade.removed', nothing)

/** Every event of an authorization. */
export const authorizationEvents = [
  authorizationAdded,
  authorizationChanged,
  authorizationCascadeChanged,
  authorizationDeactivated,
  authorizationReactivated,
  authorizationRemoved,
  authorizationCascadeRemoved,
]

export type AuthorizationEvent = EventOf<typeof authorizationEvents>
