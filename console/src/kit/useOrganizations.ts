import { useRead } from '../api/useRead.ts'

/** Which organizations are looked for: those whose name contains a text, or the one with this id. */
export interface OrganizationSearch {
  readonly query?: string
  readonly id?: string | undefined
  readonly limit?: number
  readonly enabled?: boolean
}

interface Organizations {
  readonly details?: { readonly totalResult?: string }
  readonly result?: readonly { readonly id: string; readonly name: string; readonly primaryDomain?: string }[]
}

/** Finds organizations that the caller may read. By REST, so that the shell loads no descriptors. */
export function useOrganizations({ query = '', id, limit = 20, enabled = true }: OrganizationSearch) {
  const named =
    query === '' ? [] : [{ nameQuery: { name: query, method: 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE' } }]
  const { data, isFetching, error } = useRead<Organizations>('/v2/organizations/_search', {
    enabled,
    orgId: '',
    body: { query: { limit, asc: true }, queries: [...named, ...(id ? [{ idQuery: { id } }] : [])] },
  })
  return {
    organizations: data?.result ?? [],
    total: Number(data?.details?.totalResult ?? 0),
    loading: isFetching,
    error,
  }
}
