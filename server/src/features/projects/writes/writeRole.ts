import type { Call } from '../../../access/call.ts'
import type { Standing } from '../../../contract/details.ts'
import type { Deps } from '../../manifest.ts'
import { ownOf, projectFacet } from '../state.ts'
import { type ProjectWrite, standingOfPart, writeProject } from './writeProject.ts'

/** Decides on a role. Returns its standing, or the project's stream's without it, and whether there was anything to change. */
export async function writeRole(
  deps: Deps,
  call: Call,
  { key, ...write }: Omit<ProjectWrite, 'decide'> & { readonly key: string },
  decide: ProjectWrite['decide'],
): Promise<Standing & { readonly changed: boolean }> {
  let changed = false
  const project = await writeProject(deps, call, {
    ...write,
    async decide(state, on) {
      const events = await decide(state, on)
      changed = Array.isArray(events) && events.length > 0
      return events
    },
  })
  const state = project.state(projectFacet)
  const role = state.kind === 'none' ? undefined : ownOf(state.roles, key)
  return { ...standingOfPart(project, role), changed }
}
