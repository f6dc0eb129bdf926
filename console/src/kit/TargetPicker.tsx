import { useRead } from '../api/useRead.ts'
import { authorizationTexts } from './authorization.ts'
import {
  type Pickable,
  type PickerProps,
  type PickerSearch,
  type Picking,
  ServerPicker,
  usePickerSearch,
} from './ServerPicker.tsx'
import { kitTexts } from './texts.ts'

/** A project as one organization may use it: its owner, or one to which it is granted. That organization gives the authorization. */
export interface Target extends Pickable {
  readonly projectId: string
  readonly orgId: string
  readonly isGranted: boolean
}

interface Projects {
  readonly pagination?: { readonly totalResult?: string }
  readonly projects?: readonly {
    readonly projectId: string
    readonly organizationId: string
    readonly name: string
    readonly grantedOrganizationId?: string
    readonly grantedOrganizationName?: string
  }[]
}

/** Picks a project by a part of its name, own ones and granted ones; those of one organization if it is given. */
export function TargetPicker({
  orgId,
  ...props
}: PickerProps<Target> & { readonly orgId?: string | undefined }) {
  const [search, onSearch] = usePickerSearch()
  const found = useTargets(search, { orgId })
  return <ServerPicker {...props} label={kitTexts.pickers.project} found={found} onSearch={onSearch} />
}

/** Finds projects to give authorizations on. */
export function useTargets(
  { query, enabled }: PickerSearch,
  { orgId, projectId }: { readonly orgId?: string | undefined; readonly projectId?: string },
): Picking<Target> {
  const method = 'TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE'
  const filters = [
    ...(query === '' ? [] : [{ projectNameFilter: { projectName: query, method } }]),
    ...(orgId ? [{ organizationIdFilter: { organizationId: orgId, type: 'OWNED_OR_GRANTED' } }] : []),
    ...(projectId ? [{ inProjectIdsFilter: { ids: [projectId] } }] : []),
  ]
  const { data, isFetching } = useRead<Projects>('/zitadel.project.v2.ProjectService/ListProjects', {
    enabled,
    orgId: '',
    body: { pagination: { limit: 20, asc: true }, sortingColumn: 'PROJECT_FIELD_NAME_NAME', filters },
  })
  const items = (data?.projects ?? []).map((project) => {
    const { name, grantedOrganizationId: grantedTo, grantedOrganizationName: grantedName } = project
    return {
      id: [project.projectId, grantedTo].join('/'),
      name,
      detail: grantedTo && authorizationTexts.giver(grantedName || grantedTo),
      projectId: project.projectId,
      orgId: grantedTo || project.organizationId,
      isGranted: Boolean(grantedTo),
    }
  })
  return { items, total: Number(data?.pagination?.totalResult ?? 0), loading: isFetching }
}
