import { Box } from '@mantine/core'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { FilterSelect } from '../../kit/FilterSelect.tsx'
import type { ListState } from '../../kit/listState.ts'
import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import { useOrganizations } from '../../kit/useOrganizations.ts'
import { useRights } from '../../kit/useRights.ts'
import { lifecycles } from './addressNames.ts'
import { texts } from './texts.ts'

const choices = {
  kind: texts.kinds,
  state: texts.states,
  factors: texts.factorFilters,
} as const

/** For how many days dormant people can be shown to have been away. */
const dormantDays = [7, 30, 90, 180, 365] as const

/** The filters beside the search box. */
export function PeopleFilters({
  list,
  mostDormantDays,
}: {
  readonly list: ListState
  /** Undefined until the first reply. */
  readonly mostDormantDays: number | undefined
}) {
  const { can } = useRights()
  const context = useContextOrganization()
  return (
    <>
      {(['kind', 'state', 'factors'] as const).map((name) => (
        <Box key={name} flex={{ base: '1 1 40%', sm: 'none' }}>
          <FilterSelect
            list={list}
            name={name}
            label={texts.filters[name].label}
            all={texts.filters[name].all}
            options={Object.entries(choices[name]).map(([value, label]) => ({ value, label }))}
          />
        </Box>
      ))}
      <Box flex={{ base: '1 1 40%', sm: 'none' }}>
        <FilterSelect
          list={list}
          name="show"
          label={texts.filters.show.label}
          all={texts.filters.show.all}
          options={[
            ...lifecycles.map((value) => ({ value, label: texts.lifecycles[value] })),
            ...dormantDays
              .filter((days) => days <= (mostDormantDays ?? 30) || list.filter('show') === `dormant-${days}`)
              .map((days) => ({ value: `dormant-${days}`, label: texts.dormant(days) })),
          ]}
        />
      </Box>
      {context === undefined && can('org.read') && <OrganizationFilter list={list} />}
    </>
  )
}

function OrganizationFilter({ list }: { readonly list: ListState }) {
  const id = list.filter('organization')
  const { organizations } = useOrganizations({ id, enabled: id !== '' })
  const name = organizations.find((one) => one.id === id)?.name ?? id
  return (
    <Box flex={{ base: '1 1 40%', sm: 'none' }} w={{ sm: 220 }}>
      <OrganizationPicker
        label={texts.filters.organization.label}
        labelHidden
        value={id === '' ? null : { id, name }}
        onChange={(chosen) => list.setFilter('organization', chosen?.id ?? '')}
      />
    </Box>
  )
}
