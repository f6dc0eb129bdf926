import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'
import { apiConfig, oidcConfig, samlConfig } from './config.ts'

const app = { appId: z.string() }
const named = z.strictObject({ ...app, name: z.string() })
const only = z.strictObject(app)
/** The digest of the client secret is the secret with this id; null while the app has none. */
const secretId = z.string().nullable()
const client = { ...app, clientId: z.string(), secretId }
const secretChanged = z.strictObject({ ...app, secretId: z.string() })

/** The life of every app of a project. */
export const appEvents = {
  added: defineEvent('project.application.added', named),
  changed: defineEvent('project.application.changed', named),
  deactivated: defineEvent('project.application.deactivated', only),
  reactivated: defineEvent('project.application.reactivated', only),
  removed: defineEvent('project.application.removed', only),
}

/** The settings of OIDC apps; `changed` holds the settings that changed. */
export const oidcEvents = {
  added: defineEvent(
    'project.application.config.oidc.added',
    z.strictObject({ ...client, config: oidcConfig }),
  ),
  changed: defineEvent(
    'project.application.config.oidc.changed',
    z.strictObject({ ...app, changes: oidcConfig.partial() }),
  ),
  secretChanged: defineEvent('project.application.config.oidc.secret.changed', secretChanged),
}

/** The settings of API apps; `changed` holds the settings that changed. */
export const apiEvents = {
  added: defineEvent(
    'project.application.config.api.added',
    z.strictObject({ ...client, config: apiConfig }),
  ),
  changed: defineEvent(
    'project.application.config.api.changed',
    z.strictObject({ ...app, changes: apiConfig.partial() }),
  ),
  secretChanged: defineEvent('project.application.config.api.secret.changed', secretChanged),
}

/** The settings of SAML apps; `changed` holds the settings that changed. */
export const samlEvents = {
  added: defineEvent('project.application.config.saml.added', z.strictObject({ ...app, config: samlConfig })),
  changed: defineEvent(
    'project.application.config.saml.changed',
    z.strictObject({ ...app, changes: samlConfig.partial() }),
  ),
}

/** The keys of OIDC and API apps. `publicKey` is an SPKI PEM; the private key is never stored. */
export const keyEvents = {
  added: defineEvent(
    'project.application.oidc.key.added',
    z.strictObject({ ...app, keyId: z.string(), expiresAt: z.string(), publicKey: z.string() }),
  ),
  removed: defineEvent('project.application.oidc.key.removed', z.strictObject({ ...app, keyId: z.string() })),
}

/** Names the app of the instance's own administration pages, in the project that stands for its API. */
export const consoleSet = defineEvent(
  'instance.iam.console.set',
  z.strictObject({ ...app, clientId: z.string(), projectId: z.string() }),
)

export type ApplicationEvent = EventOf<
  typeof appEvents | typeof oidcEvents | typeof apiEvents | typeof samlEvents | typeof keyEvents
>
