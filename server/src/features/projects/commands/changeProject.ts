import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { composeText } from '../../../kernel/text/foldText.ts'
import {
  type ProjectEvent,
  type ProjectSettings,
  projectAdded,
  projectChanged,
  projectDeactivated,
  projectReactivated,
  projectRemoved,
} from '../events.ts'
import { projectNotFound } from '../refusals.ts'
import type { ProjectState } from '../state.ts'

const blankName = refuse('projects.blank_name', 'invalid_argument', 'the project has no name; give it one')
const idTaken = refuse(
  'projects.id_taken',
  'already_exists',
  'a project with this id exists; choose another id or leave it out',
)
const alreadyInactive = refuse(
  'projects.already_inactive',
  'failed_precondition',
  'the project is already inactive; there is nothing to deactivate',
)
const alreadyActive = refuse(
  'projects.already_active',
  'failed_precondition',
  'the project is already active; there is nothing to reactivate',
)
const isIamProject = refuse(
  'projects.is_iam_project',
  'failed_precondition',
  'this project stands for the API of the instance and lives as long as it; choose another project or organization',
)

/** Creates a project; a unique index refuses a name that another project of the organization has. */
export function addProject(state: ProjectState, settings: ProjectSettings): Decision<ProjectEvent> {
  const name = composeText(settings.name.trim())
  if (name === '') return blankName
  return state.kind === 'none' ? [projectAdded({ ...settings, name })] : idTaken
}

/** Changes the given settings; settings that stay as they are change nothing. */
export function changeProject(state: ProjectState, change: Partial<ProjectSettings>): Decision<ProjectEvent> {
  if (state.kind === 'none') return projectNotFound
  const name = composeText((change.name ?? state.settings.name).trim())
  if (name === '') return blankName
  const settings = { ...state.settings, ...change, name }
  const keys = Object.keys(settings) as (keyof ProjectSettings)[]
  // Settings that older events lack are off.
  const isSame = (key: keyof ProjectSettings) => (settings[key] ?? false) === (state.settings[key] ?? false)
  return keys.every(isSame) ? [] : [projectChanged(settings)]
}

/** Deactivates a project; nobody can log in to its applications until it is reactivated. */
export function deactivateProject(state: ProjectState): Decision<ProjectEvent> {
  if (state.kind === 'none') return projectNotFound
  return state.status === 'inactive' ? alreadyInactive : [projectDeactivated()]
}

/** Makes an inactive project active. */
export function reactivateProject(state: ProjectState): Decision<ProjectEvent> {
  if (state.kind === 'none') return projectNotFound
  return state.status === 'active' ? alreadyActive : [projectReactivated()]
}

/** Removes a project with all it holds, unless it stands for the instance's own API. */
export function removeProject(
  state: ProjectState,
  input: { readonly isIamProject: boolean },
): Decision<ProjectEvent> {
  if (state.kind === 'none') return projectNotFound
  return input.isIamProject ? isIamProject : [projectRemoved()]
}
