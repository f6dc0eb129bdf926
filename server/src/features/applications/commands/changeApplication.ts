import type { Decision } from '../../../kernel/facet.ts'
import { type Json, sameJson } from '../../../kernel/json.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { composeText } from '../../../kernel/text/foldText.ts'
import { type ApiConfig, type Changes, type OidcConfig, type SamlConfig, withChanges } from '../config.ts'
import { type ApplicationEvent, apiEvents, appEvents, oidcEvents, samlEvents } from '../events.ts'
import { appNotFound, nameTaken } from '../refusals.ts'
import { type Application, type ApplicationsState, applicationOf } from '../state.ts'
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

/** New values of the settings of an app. */
export type SettingChanges =
  | { readonly kind: 'oidc'; readonly changes: Changes<OidcConfig> }
  | { readonly kind: 'api'; readonly changes: Changes<ApiConfig> }
  | { readonly kind: 'saml'; readonly changes: Changes<SamlConfig> }

/** Renames an app, changes its settings, or both; refuses a change without effect. */
export function changeApplication(
  apps: ApplicationsState,
  input: { readonly appId: string; readonly name?: string; readonly settings?: SettingChanges | undefined },
): Decision<ApplicationEvent> {
  const { appId, settings } = input
  const app = applicationOf(apps, appId)
  if (app === undefined) return appNotFound
  const name = composeText(input.name?.trim() ?? '') || app.name
  const renames = name !== app.name
  if (renames && hasName(apps, name)) return nameTaken
  const changed = settings && settingsEvents(app, appId, settings)
  if (changed && 'refused' in changed) return changed
  const events = [...(renames ? [appEvents.changed({ appId, name })] : []), ...(changed ?? [])]
  if (events.length === 0) return unchanged
  return withinBounds(apps, { adds: 0, with: settings?.changes ?? {} }) ? events : projectTooLarge
}

function settingsEvents(
  { protocol }: Application,
  appId: string,
  settings: SettingChanges,
): readonly ApplicationEvent[] | Refusal {
  if (settings.kind === 'oidc' && protocol.kind === 'oidc') {
    const changes = difference(protocol.config, settings.changes)
    const problem = oidcProblem(withChanges(protocol.config, changes))
    return problem ?? (isEmpty(changes) ? [] : [oidcEvents.changed({ appId, changes })])
  }
  if (settings.kind === 'api' && protocol.kind === 'api') {
    const changes = difference(protocol.config, settings.changes)
    const problem = apiProblem(withChanges(protocol.config, changes))
    return problem ?? (isEmpty(changes) ? [] : [apiEvents.changed({ appId, changes })])
  }
  if (settings.kind === 'saml' && protocol.kind === 'saml') {
    const changes = difference(protocol.config, settings.changes)
    const problem = samlProblem(withChanges(protocol.config, changes))
    return problem ?? (isEmpty(changes) ? [] : [samlEvents.changed({ appId, changes })])
  }
  return wrongKind
}

function difference<Config extends object>(before: Config, changes: Changes<Config>): Changes<Config> {
  const differ = Object.entries(changes).filter(
    ([name, value]) => value !== undefined && !sameJson(before[name as keyof Config] as Json, value as Json),
  )
  return Object.fromEntries(differ) as Changes<Config>
}

function isEmpty(changes: object): boolean {
  return Object.keys(changes).length === 0
}
