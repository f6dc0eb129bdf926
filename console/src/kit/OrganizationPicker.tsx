import {
  type Pickable,
  type PickerProps,
  type PickerSearch,
  ServerPicker,
  usePickerSearch,
} from './ServerPicker.tsx'
import { kitTexts } from './texts.ts'
import { useOrganizations } from './useOrganizations.ts'

/** Picks an organization by a part of its name. */
export function OrganizationPicker(props: PickerProps<Pickable>) {
  const [search, onSearch] = usePickerSearch()
  const found = useFound(search)
  return (
    <ServerPicker
      {...props}
      label={props.label ?? kitTexts.pickers.organization}
      found={found}
      onSearch={onSearch}
    />
  )
}

function useFound({ query, enabled }: PickerSearch) {
  const { organizations, total, loading } = useOrganizations({ query, enabled })
  const items = organizations.map(({ id, name, primaryDomain }) => ({ id, name, detail: primaryDomain }))
  return { items, total, loading }
}
