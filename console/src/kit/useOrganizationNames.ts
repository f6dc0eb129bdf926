import { useRead } from '../api/useRead.ts'

interface Names {
  readonly organizations: readonly { readonly orgId: string; readonly name: string }[]
}

/** Reads the names of organizations by their ids, all in one request. Those that the caller may not read have none. */
export function useOrganizationNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const parameters = new URLSearchParams([...new Set(ids)].toSorted().map((id) => ['id', id]))
  const { data } = useRead<Names>(`/sallyport/v1/organizations?${parameters}`, {
    orgId: '',
    enabled: ids.length > 0,
  })
  return new Map(data?.organizations.map(({ orgId, name }) => [orgId, name]))
}
