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

interface Users {
  readonly details?: { readonly totalResult?: string }
  readonly result?: readonly {
    readonly userId: string
    readonly preferredLoginName?: string
    readonly human?: { readonly profile?: { readonly displayName?: string } }
    readonly machine?: { readonly name?: string }
  }[]
}

/** Picks a person or machine by name, login name or e-mail; those of one organization if it is given. */
export function PersonPicker({ orgId, ...props }: PickerProps<Pickable> & { readonly orgId?: string }) {
  const [search, onSearch] = usePickerSearch()
  const found = useUsers(search, orgId)
  return (
    <ServerPicker
      {...props}
      label={props.label ?? kitTexts.pickers.person}
      placeholder={kitTexts.pickers.personHint}
      found={found}
      onSearch={onSearch}
    />
  )
}

const method = 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE'

function useUsers({ query, enabled }: PickerSearch, orgId: string | undefined): Picking<Pickable> {
  const either = [
    { displayNameQuery: { displayName: query, method } },
    { loginNameQuery: { loginName: query, method } },
    { emailQuery: { emailAddress: query, method } },
  ]
  const { data, isFetching } = useRead<Users>('/v2/users', {
    enabled,
    orgId: '',
    body: {
      query: { limit: 20, asc: true },
      sortingColumn: 'USER_FIELD_NAME_DISPLAY_NAME',
      queries: [
        ...(query === '' ? [] : [{ orQuery: { queries: either } }]),
        ...(orgId ? [{ organizationIdQuery: { organizationId: orgId } }] : []),
      ],
    },
  })
  const items = (data?.result ?? []).map(({ userId, preferredLoginName, human, machine }) => ({
    id: userId,
    name: human?.profile?.displayName ?? machine?.name ?? preferredLoginName ?? userId,
    detail: preferredLoginName,
  }))
  return { items, total: Number(data?.details?.totalResult ?? 0), loading: isFetching }
}
