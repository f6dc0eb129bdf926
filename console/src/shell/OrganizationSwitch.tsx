import { Button, Combobox, ScrollArea, Text, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import IconBuilding from '@tabler/icons-react/icons/IconBuilding'
import IconSelector from '@tabler/icons-react/icons/IconSelector'
import IconWorld from '@tabler/icons-react/icons/IconWorld'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useContextOrganization } from '../api/useContextOrganization.ts'
import { useOrganizations } from '../kit/useOrganizations.ts'
import { useRights } from '../kit/useRights.ts'
import { labelled } from '../language/language.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { recentOrganizations, rememberOrganization } from './recentOrganizations.ts'
import { texts } from './texts.ts'

/** Chooses the organization that pages are about, or the whole instance. The address carries the choice. */
export function OrganizationSwitch() {
  const { environment, person } = useSession()
  const { seesInstance } = useRights()
  const current = useContextOrganization()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed, 150)
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      setTyped('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const found = useOrganizations({ query, ...(!combobox.dropdownOpened && { limit: 1 }) })
  const chosen = useOrganizations({ id: current, enabled: current !== undefined })
  const recent = typed === '' ? recentOrganizations(person.userId).filter(({ id }) => id !== current) : []
  const name =
    current === undefined ? environment.instance : (chosen.organizations[0]?.name ?? texts.organization)

  const choose = (id: string) => {
    combobox.closeDropdown()
    const known = [...found.organizations, ...recent].find((one) => one.id === id)
    if (known) rememberOrganization(person.userId, { id: known.id, name: known.name })
    void navigate({ to: '.', search: (before: object) => ({ ...before, org: id || undefined }) as never })
  }
  return (
    <Combobox store={combobox} width={300} position="bottom-start" onOptionSubmit={choose} withinPortal>
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <Button
          variant="subtle"
          c="var(--ink)"
          px="xs"
          miw={0}
          leftSection={current ? <IconBuilding size={18} aria-hidden /> : <IconWorld size={18} aria-hidden />}
          rightSection={<IconSelector size={16} aria-hidden />}
          onClick={() => combobox.toggleDropdown()}
          aria-label={labelled(texts.chooseOrganization, name)}
          aria-expanded={combobox.dropdownOpened}
        >
          <Text truncate maw={{ base: 130, sm: 260 }} size="sm" fw={600}>
            {name}
          </Text>
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={texts.searchOrganizations}
          aria-label={texts.searchOrganizations}
        />
        <Combobox.Options aria-label={texts.organizations}>
          <ScrollArea.Autosize mah={320} type="auto">
            {seesInstance && <Combobox.Option value="">{texts.wholeInstance}</Combobox.Option>}
            {recent.length > 0 && (
              <Combobox.Group label={texts.recent}>
                {recent.map(({ id, name }) => (
                  <Combobox.Option key={id} value={id}>
                    {name}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            )}
            <Combobox.Group label={texts.organizations}>
              {found.organizations
                .filter(({ id }) => !recent.some((one) => one.id === id))
                .map(({ id, name }) => (
                  <Combobox.Option key={id} value={id} active={id === current}>
                    {name}
                  </Combobox.Option>
                ))}
            </Combobox.Group>
            {found.organizations.length === 0 && !found.loading && (
              <Combobox.Empty>{texts.noOrganization}</Combobox.Empty>
            )}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
