import { useRead } from '../../api/useRead.ts'
import {
  type Pickable,
  type PickerProps,
  type PickerSearch,
  type Picking,
  ServerPicker,
  usePickerSearch,
} from '../../kit/ServerPicker.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { texts } from './texts.ts'

/** A project in which an organization can give roles: an own one, or one that was granted to it. */
export interface GrantableProject extends Pickable {
  readonly isGranted: boolean
}

interface Own {
  readonly details?: { readonly totalResult?: string }
  readonly result?: readonly { readonly id: string; readonly name: string }[]
}

interface Granted {
  readonly details?: { readonly totalResult?: string }
  readonly result?: readonly {
    readonly projectId: string
    readonly projectName: string
    readonly projectOwnerName?: string
  }[]
}

/** Picks a project in which an organization can give roles, by a part of its name. */
export function GrantableProjectPicker({
  orgId,
  ...props
}: PickerProps<GrantableProject> & { readonly orgId: string }) {
  const [search, onSearch] = usePickerSearch()
  const found = useGrantable(search, orgId)
  return <ServerPicker {...props} label={kitTexts.pickers.project} found={found} onSearch={onSearch} />
}

const method = 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE'

function useGrantable({ query, enabled }: PickerSearch, orgId: string): Picking<GrantableProject> {
  const at = { orgId, enabled }
  const named = query === '' ? [] : [{ nameQuery: { name: query, method } }]
  const grantedAs = query === '' ? [] : [{ projectNameQuery: { name: query, method } }]
  const page = { limit: 20, asc: true }
  const own = useRead<Own>('/management/v1/projects/_search', {
    ...at,
    body: { query: page, queries: named },
  })
  const granted = useRead<Granted>('/management/v1/granted_projects/_search', {
    ...at,
    body: { query: page, queries: grantedAs },
  })
  const items = [
    ...(own.data?.result ?? []).map(({ id, name }) => ({ id, name, isGranted: false })),
    ...(granted.data?.result ?? []).map(({ projectId, projectName, projectOwnerName }) => ({
      id: projectId,
      name: projectName,
      detail: projectOwnerName ? texts.authorizations.grantedBy(projectOwnerName) : undefined,
      isGranted: true,
    })),
  ]
  const totals = [own, granted].map(({ data }) => Number(data?.details?.totalResult ?? 0))
  return {
    items,
    total: totals.reduce((sum, one) => sum + one, 0),
    loading: own.isFetching || granted.isFetching,
  }
}
