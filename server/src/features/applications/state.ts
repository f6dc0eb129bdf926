import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { projectRemoved } from '../projects/events.ts'
import {
  type ApiConfig,
  type Changes,
  type OidcConfig,
  type SamlConfig,
  usesSecret,
  withChanges,
} from './config.ts'
import {
  type ApplicationEvent,
  apiEvents,
  appEvents,
  consoleSet,
  keyEvents,
  oidcEvents,
  samlEvents,
} from './events.ts'
import { applicationRows } from './rows.ts'

/** A public key with which an app signs. */
export type AppKey = {
  readonly keyId: string
  readonly expiresAt: string
  /** SPKI PEM. */
  readonly publicKey: string
  readonly createdAt: string
  readonly sequence: number
}

/** The client of an OIDC or API app; null while it has no secret. */
export type Client<Kind extends string, Config> = {
  readonly kind: Kind
  readonly clientId: string
  readonly secretId: string | null
  readonly config: Config
}

/** The protocol of an app and its settings; `none` only between the events of its creation. */
export type Protocol =
  | { readonly kind: 'none' }
  | Client<'oidc', OidcConfig>
  | Client<'api', ApiConfig>
  | { readonly kind: 'saml'; readonly config: SamlConfig }

/** An app of a project. */
export type Application = {
  readonly name: string
  readonly status: 'active' | 'inactive'
  readonly protocol: Protocol
  readonly keys: readonly AppKey[]
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The apps of a project by id. */
export type ApplicationsState = { readonly [appId: string]: Application }

type Heard = ApplicationEvent | EventOf<typeof projectRemoved>

/** The apps of a project with their settings, secrets and keys; `applicationBounds` limits them. */
export const applicationsFacet: Facet<ApplicationsState, Heard> = {
  name: 'applications',
  streams: ['project'],
  events: [appEvents, oidcEvents, apiEvents, samlEvents, keyEvents].flatMap((events) =>
    Object.values(events),
  ),
  hears: [projectRemoved],
  initial: {},
  evolve(apps, event) {
    if (event.type === projectRemoved.type) return {}
    const { appId } = event.payload
    if (event.type === appEvents.removed.type) return without(apps, appId)
    const app = event.type === appEvents.added.type ? newApp(event) : applicationOf(apps, appId)
    if (app === undefined) return apps
    const { createdAt: changedAt, sequence } = event
    return { ...apps, [appId]: { ...app, ...changeOf(app, event), changedAt, sequence } }
  },
  rows: applicationRows,
  secrets: (apps) =>
    Object.values(apps).flatMap(({ protocol }) =>
      'secretId' in protocol && protocol.secretId !== null ? [protocol.secretId] : [],
    ),
}

/** The app of the instance's own administration pages; its ids are '' until there is one. */
export type IamConsoleState = {
  readonly appId: string
  readonly clientId: string
  readonly projectId: string
}

/** Names the app of the instance's own administration pages. */
export const iamConsoleFacet: Facet<IamConsoleState, EventOf<typeof consoleSet>> = {
  name: 'iamConsole',
  streams: ['instance'],
  events: [consoleSet],
  initial: { appId: '', clientId: '', projectId: '' },
  evolve: (_, { payload }) => payload,
}

/** Returns the app of a project with this id, if it has one. */
export function applicationOf(apps: ApplicationsState, appId: string): Application | undefined {
  return Object.hasOwn(apps, appId) ? apps[appId] : undefined
}

function without(apps: ApplicationsState, appId: string): ApplicationsState {
  const { [appId]: _, ...rest } = apps
  return rest
}

function newApp(event: Recorded<EventOf<typeof appEvents.added>>): Application {
  const { createdAt, sequence, payload } = event
  return {
    name: payload.name,
    status: 'active',
    protocol: { kind: 'none' },
    keys: [],
    createdAt,
    changedAt: createdAt,
    sequence,
  }
}

function changeOf(app: Application, event: Recorded<ApplicationEvent>): Partial<Application> {
  const { protocol } = app
  switch (event.type) {
    case appEvents.changed.type:
      return { name: event.payload.name }
    case appEvents.deactivated.type:
      return { status: 'inactive' }
    case appEvents.reactivated.type:
      return { status: 'active' }
    case oidcEvents.added.type: {
      const { clientId, secretId, config } = event.payload
      return { protocol: { kind: 'oidc', clientId, secretId, config } }
    }
    case apiEvents.added.type: {
      const { clientId, secretId, config } = event.payload
      return { protocol: { kind: 'api', clientId, secretId, config } }
    }
    case samlEvents.added.type:
      return { protocol: { kind: 'saml', config: event.payload.config } }
    case oidcEvents.changed.type:
      return protocol.kind === 'oidc' ? { protocol: changedClient(protocol, event.payload.changes) } : {}
    case apiEvents.changed.type:
      return protocol.kind === 'api' ? { protocol: changedClient(protocol, event.payload.changes) } : {}
    case samlEvents.changed.type:
      return protocol.kind === 'saml'
        ? { protocol: { ...protocol, config: withChanges(protocol.config, event.payload.changes) } }
        : {}
    case oidcEvents.secretChanged.type:
    case apiEvents.secretChanged.type:
      return 'secretId' in protocol ? { protocol: { ...protocol, secretId: event.payload.secretId } } : {}
    case keyEvents.added.type: {
      const { keyId, expiresAt, publicKey } = event.payload
      const { createdAt, sequence } = event
      return { keys: [...app.keys, { keyId, expiresAt, publicKey, createdAt, sequence }] }
    }
    case keyEvents.removed.type:
      return { keys: app.keys.filter(({ keyId }) => keyId !== event.payload.keyId) }
    default:
      return {}
  }
}

/** The client with changed settings. Its secret ends with the first change to an authentication without one. */
function changedClient<Kind extends string, Config extends OidcConfig | ApiConfig>(
  client: Client<Kind, Config>,
  changes: Changes<Config>,
): Client<Kind, Config> {
  const config = withChanges(client.config, changes)
  return { ...client, config, secretId: usesSecret(config) ? client.secretId : null }
}
