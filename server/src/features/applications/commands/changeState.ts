import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type ApplicationEvent, appEvents } from '../events.ts'
import { appNotFound } from '../refusals.ts'
import { type ApplicationsState, applicationOf } from '../state.ts'

const alreadyInactive = refuse(
  'applications.already_inactive',
  'failed_precondition',
  'the application is already inactive; there is nothing to deactivate',
)
const alreadyActive = refuse(
  'applications.already_active',
  'failed_precondition',
  'the application is already active; there is nothing to reactivate',
)

/** Deactivates an app: from the next request on it is an unknown client. */
export function deactivateApplication(apps: ApplicationsState, appId: string): Decision<ApplicationEvent> {
  const app = applicationOf(apps, appId)
  if (app === undefined) return appNotFound
  return app.status === 'inactive' ? alreadyInactive : [appEvents.deactivated({ appId })]
}

/** Makes an inactive app active. */
export function reactivateApplication(apps: ApplicationsState, appId: string): Decision<ApplicationEvent> {
  const app = applicationOf(apps, appId)
  if (app === undefined) return appNotFound
  return app.status === 'active' ? alreadyActive : [appEvents.reactivated({ appId })]
}

/** Removes an app with its secret and keys. */
export function removeApplication(apps: ApplicationsState, appId: string): Decision<ApplicationEvent> {
  return applicationOf(apps, appId) ? [appEvents.removed({ appId })] : appNotFound
}
