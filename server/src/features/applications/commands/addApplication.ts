import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { composeText } from '../../../kernel/text/foldText.ts'
import { type ProjectState, projectMissing } from '../../projects/index.ts'
import type { ApiConfig, OidcConfig, SamlConfig } from '../config.ts'
import { type ApplicationEvent, apiEvents, appEvents, oidcEvents, samlEvents } from '../events.ts'
import { idTaken, nameTaken } from '../refusals.ts'
import { type ApplicationsState, applicationOf } from '../state.ts'
import { projectTooLarge, withinBounds } from './bounds.ts'
import { apiProblem, oidcProblem, samlProblem } from './settingRules.ts'

const nameBlank = refuse(
  'applications.name_blank',
  'invalid_argument',
  'the name of the application is empty; send one with at least one visible character',
)

/** The protocol of a new app. `secretId` names its client secret; null gives it none. */
export type NewProtocol =
  | {
      readonly kind: 'oidc'
      readonly clientId: string
      readonly secretId: string | null
      readonly config: OidcConfig
    }
  | {
      readonly kind: 'api'
      readonly clientId: string
      readonly secretId: string | null
      readonly config: ApiConfig
    }
  | { readonly kind: 'saml'; readonly config: SamlConfig }

/** Adds an app whose name is unique in its project; refuses settings that contradict each other. */
export function addApplication(
  project: ProjectState,
  apps: ApplicationsState,
  input: { readonly appId: string; readonly name: string; readonly protocol: NewProtocol },
): Decision<ApplicationEvent> {
  const { appId, protocol } = input
  const name = composeText(input.name.trim())
  if (name === '') return nameBlank
  if (project.kind === 'none') return projectMissing
  if (applicationOf(apps, appId)) return idTaken
  if (hasName(apps, name)) return nameTaken
  const { problem, event } = settings(appId, protocol)
  if (problem) return problem
  if (!withinBounds({ ...apps, [appId]: protocol })) return projectTooLarge
  return [appEvents.added({ appId, name }), event]
}

/** Whether an app of the project has this name. */
export function hasName(apps: ApplicationsState, name: string): boolean {
  return Object.values(apps).some((app) => app.name === name)
}

function settings(appId: string, protocol: NewProtocol) {
  switch (protocol.kind) {
    case 'oidc': {
      const { clientId, secretId, config } = protocol
      return { problem: oidcProblem(config), event: oidcEvents.added({ appId, clientId, secretId, config }) }
    }
    case 'api': {
      const { clientId, secretId, config } = protocol
      return { problem: apiProblem(config), event: apiEvents.added({ appId, clientId, secretId, config }) }
    }
    case 'saml': {
      const { config } = protocol
      return { problem: samlProblem(config), event: samlEvents.added({ appId, config }) }
    }
  }
}
