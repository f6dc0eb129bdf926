import type { Call } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Deps } from '../../manifest.ts'
import type { ClientMetadata } from '../clientMetadata.ts'
import { changeApplication, type SettingChanges } from '../commands/changeApplication.ts'
import * as states from '../commands/changeState.ts'
import { requireReachable } from './backChannel.ts'
import { decideOnApps, type NamedProject } from './project.ts'

/** Renames an app, changes its settings or client metadata, or all of them in one commit. */
export async function updateApplication(
  deps: Deps,
  call: Call,
  named: NamedProject,
  change: {
    readonly appId: string
    readonly name?: string | undefined
    readonly settings?: SettingChanges | undefined
    readonly metadata?: ClientMetadata | undefined
  },
): Promise<Stream> {
  if (change.settings?.kind === 'oidc') {
    await requireReachable(deps, change.settings.changes.backChannelLogoutUri ?? '')
  }
  return decideOnApps(deps, call, named, (apps) => changeApplication(apps, change))
}

/** Deactivates an app. */
export function deactivateApplication(deps: Deps, call: Call, named: NamedProject, appId: string) {
  return decideOnApps(deps, call, named, (apps) => states.deactivateApplication(apps, appId))
}

/** Reactivates an app. */
export function reactivateApplication(deps: Deps, call: Call, named: NamedProject, appId: string) {
  return decideOnApps(deps, call, named, (apps) => states.reactivateApplication(apps, appId))
}

/** Removes an app with its secret and keys. */
export function removeApplication(deps: Deps, call: Call, named: NamedProject, appId: string) {
  return decideOnApps(deps, call, named, (apps) => states.removeApplication(apps, appId))
}
