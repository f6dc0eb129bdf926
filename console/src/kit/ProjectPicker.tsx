import { useRead } from '../api/useRead.ts'
import {
  type Pickable,
  type PickerProps,
  type PickerSearch,
  type Picking,
  ServerPicker,
  usePickerSearch,
} from './ServerPicker.tsx'
import { kitTexts } from './texts.ts'

interface Projects {
  readonly details?: { readonly totalResult?: string }
  readonly result?: readonly { readonly id: string; readonly name: string }[]
}

/** Picks a project of an organization by a part of its name. */
export function ProjectPicker({ orgId, ...props }: PickerProps<Pickable> & { readonly orgId: string }) {
  const [search, onSearch] = usePickerSearch()
  const found = useProjects(search, orgId)
  return (
    <ServerPicker
      {...props}
      label={props.label ?? kitTexts.pickers.project}
      found={found}
      onSearch={onSearch}
    />
  )
}

function useProjects({ query, enabled }: PickerSearch, orgId: string): Picking<Pickable> {
  const nameQuery = { name: query, method: 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE' }
  const { data, isFetching } = useRead<Projects>('/management/v1/projects/_search', {
    enabled,
    orgId,
    body: { query: { limit: 20, asc: true }, queries: query === '' ? [] : [{ nameQuery }] },
  })
  return {
    items: data?.result ?? [],
    total: Number(data?.details?.totalResult ?? 0),
    loading: isFetching,
  }
}
