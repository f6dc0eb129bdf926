import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const nothing = z.strictObject({})
const settings = z.strictObject({
  name: z.string(),
  /** Roles are asserted although no scope asks for them. */
  roleAssertion: z.boolean(),
  /** A login needs an authorization of the user on the project. */
  authorizationRequired: z.boolean(),
  /** A login needs an organization that owns the project or has a grant of it. */
  accessRequired: z.boolean(),
  privateLabeling: z.enum(['unspecified', 'enforce', 'allow']),
  /** The assurance that every login needs, `urn:sallyport:aal:1` to `3`; null demands none. */
  requiredAcr: z.string().nullable(),
  /** Clients whose id is the address of their metadata document live in the project. */
  metadataDocuments: z.boolean().optional(),
  /** Clients may register themselves in the project (RFC 7591). */
  dynamicRegistration: z.boolean().optional(),
})
const role = z.strictObject({ key: z.string(), displayName: z.string(), group: z.string() })
const grant = z.strictObject({ grantId: z.string() })
const grantRoles = z.strictObject({ grantId: z.string(), roleKeys: z.array(z.string()) })

/** The settings of a project. */
export type ProjectSettings = z.output<typeof settings>

export const projectAdded = defineEvent('project.added', settings)
export const projectChanged = defineEvent('project.changed', settings)
export const projectDeactivated = defineEvent('project.deactivated', nothing)
export const projectReactivated = defineEvent('project.reactivated', nothing)
export const projectRemoved = defineEvent('project.removed', nothing)

export const roleAdded = defineEvent('project.role.added', role)
export const roleChanged = defineEvent('project.role.changed', role)
export const roleRemoved = defineEvent('project.role.removed', z.strictObject({ key: z.string() }))

export const grantAdded = defineEvent('project.grant.added', grantRoles.extend({ grantedOrgId: z.string() }))
export const grantChanged = defineEvent('project.grant.changed', grantRoles)
/** The roles of a grant became fewer because the project lost a role. */
export const grantCascadeChanged = defineEvent('project.grant.cascade.changed', grantRoles)
export const grantDeactivated = defineEvent('project.grant.deactivated', grant)
export const grantReactivated = defineEvent('project.grant.reactivated', grant)
export const grantRemoved = defineEvent('project.grant.removed', grant)

/** Names the project that stands for the instance's own API. */
export const iamProjectSet = defineEvent(
  'instance.iam.project.set',
  z.strictObject({ projectId: z.string() }),
)

/** Every event of the facet `project`. */
export const projectEvents = [
  projectAdded,
  projectChanged,
  projectDeactivated,
  projectReactivated,
  projectRemoved,
  roleAdded,
  roleChanged,
  roleRemoved,
  grantAdded,
  grantChanged,
  grantCascadeChanged,
  grantDeactivated,
  grantReactivated,
  grantRemoved,
]

export type ProjectEvent = EventOf<typeof projectEvents>
