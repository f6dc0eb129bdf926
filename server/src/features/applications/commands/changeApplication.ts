import type { Decision } from '../../../kernel/facet.ts'
import { type Json, sameJson } from '../../../kernel/json.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { composeText } from '../../../kernel/text/foldText.ts'
import type { ClientMetadata } from '../clientMetadata.ts'
import { type ApiConfig, type Changes, type OidcConfig, type SamlConfig, withChanges } from '../config.ts'
import { type ApplicationEvent, apiEvents, appEvents, oidcEvents, samlEvents } from '../events.ts'
import { appNotFound, nameTaken } from '../refusals.ts'
import { type ApplicationsState, applicationOf, type Protocol } from '../state.ts'
import { hasName } from './addApplication.ts'
import { projectTooLarge, withinBounds } from './bounds.ts'
import { apiProblem, oidcProblem, samlProblem } from './settingRules.ts'

const unchanged = refuse(
  'applications.unchanged',
  'failed_precondition',
  'the application already has this name and these settings; change something',
)
export const wrongKind = refuse(
  'applications.wrong_kind',
  'invalid_argument',
  'the application has another protocol than the request; use the settings of its own',
)

export const metadataOfClients = refuse(
  'applications.metadata_of_clients',
  'invalid_argument',
  'only OIDC and API applications have client metadata; leave out the header x-sallyport-client-metadata',
)

/** New values of the settings of an app. */
export type SettingChanges =
  | { readonly kind: 'oidc'; readonly changes: Changes<OidcConfig> }
  | { readonly kind: 'api'; readonly changes: Changes<ApiConfig> }
  | { readonly kind: 'saml'; readonly changes: Changes<SamlConfig> }

/** Renames an app, changes its settings, or both; refuses a change without effect. */
export function changeApplication(
  apps: ApplicationsState,
  input: {
    readonly appId: string
    readonly name?: string | undefined
    readonly settings?: SettingChanges | undefined
    /** Replaces the client metadata of an OIDC or API app. */
    readonly metadata?: ClientMetadata | undefined
  },
): Decision<ApplicationEvent> {
  const { appId } = input
  const app = applicationOf(apps, appId)
  if (app === undefined) return appNotFound
  const name = composeText(input.name?.trim() ?? '') || app.name
  if (name !== app.name && hasName(apps, name)) return nameTaken
  const settings = withMetadata(app.protocol, input.settings, input.metadata)
  if (isRefusal(settings)) return settings
  const changed = settings && changedSettings(app.protocol, appId, settings)
  if (isRefusal(changed)) return changed
  const renamed = name === app.name ? [] : [appEvents.changed({ appId, name })]
  const events = [...renamed, ...(changed?.events ?? [])]
  if (events.length === 0) return unchanged
  return withinBounds({ ...apps, [appId]: { ...app, config: changed?.config } }) ? events : projectTooLarge
}

function withMetadata(
  protocol: Protocol,
  settings: SettingChanges | undefined,
  metadata: ClientMetadata | undefined,
): SettingChanges | Refusal | undefined {
  if (metadata === undefined) return settings
  if (protocol.kind !== 'oidc' && protocol.kind !== 'api') return metadataOfClients
  const { kind } = protocol
  if (settings === undefined) return { kind, changes: { metadata } }
  return settings.kind === kind
    ? ({ kind, changes: { ...settings.changes, metadata } } as SettingChanges)
    : wrongKind
}

function changedSettings(protocol: Protocol, appId: string, settings: SettingChanges) {
  if (settings.kind === 'oidc' && protocol.kind === 'oidc') {
    return changeOf(protocol.config, settings.changes, oidcProblem, (changes) =>
      oidcEvents.changed({ appId, changes }),
    )
  }
  if (settings.kind === 'api' && protocol.kind === 'api') {
    return changeOf(protocol.config, settings.changes, apiProblem, (changes) =>
      apiEvents.changed({ appId, changes }),
    )
  }
  if (settings.kind === 'saml' && protocol.kind === 'saml') {
    return changeOf(protocol.config, settings.changes, samlProblem, (changes) =>
      samlEvents.changed({ appId, changes }),
    )
  }
  return wrongKind
}

function changeOf<Config extends object>(
  before: Config,
  changes: Changes<Config>,
  problemOf: (config: Config) => Refusal | undefined,
  event: (changes: Changes<Config>) => ApplicationEvent,
): Refusal | { readonly config: Config; readonly events: readonly ApplicationEvent[] } {
  const config = withChanges(before, changes)
  const differ = Object.entries(changes).filter(
    ([name, value]) => value !== undefined && !sameJson(before[name as keyof Config] as Json, value as Json),
  )
  const events = differ.length === 0 ? [] : [event(Object.fromEntries(differ) as Changes<Config>)]
  return problemOf(config) ?? { config, events }
}
