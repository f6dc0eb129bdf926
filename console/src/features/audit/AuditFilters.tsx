import { Button, Collapse, Group, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { FilterSelect } from '../../kit/FilterSelect.tsx'
import { LinkButton } from '../../kit/LinkButton.tsx'
import type { ListState } from '../../kit/listState.ts'
import { PersonPicker } from '../../kit/PersonPicker.tsx'
import { SearchBox } from '../../kit/SearchBox.tsx'
import { filterNames, isoInstant, localInstant } from './auditFilters.ts'
import { texts } from './texts.ts'
import { views, whyTypes } from './views.ts'

/** The filters of the log, and questions that set them. */
export function AuditFilters({ list }: { readonly list: ListState }) {
  const given = filterNames.filter((name) => list.filter(name)).length
  const [isOpen, setOpen] = useState(given > 0)
  return (
    <>
      <Group gap="sm" mb="sm">
        <SearchBox list={list} label={texts.search} />
        <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {given > 0 ? `${texts.filters} (${given})` : texts.filters}
        </Button>
        {list.isNarrowed && (
          <Button variant="subtle" onClick={list.clear}>
            {texts.clear}
          </Button>
        )}
      </Group>
      <Collapse expanded={isOpen}>
        <div className="card">
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} p="md" spacing="sm">
            <PersonFilter list={list} name="actor" label={texts.actor} />
            <PersonFilter list={list} name="streamId" label={texts.aboutPerson} kind="user" />
            <TextFilter list={list} name="type" label={texts.type} hint={texts.typeHint} />
            <FilterSelect
              list={list}
              name="streamType"
              label={texts.streamType}
              all={texts.everyKind}
              options={Object.entries(texts.kinds).map(([value, label]) => ({ value, label }))}
              labelled
            />
            <TextFilter list={list} name="streamId" label={texts.streamId} />
            <TextFilter list={list} name="address" label={texts.address} hint={texts.addressHint} />
            <InstantFilter list={list} name="since" label={texts.since} />
            <InstantFilter list={list} name="until" label={texts.until} />
          </SimpleGrid>
          <Questions list={list} />
        </div>
      </Collapse>
    </>
  )
}

interface FilterProps {
  readonly list: ListState
  readonly name: string
  readonly label: string
}

/** A person by name; with a kind the filter is the object that the events are about. */
function PersonFilter({ list, name, label, kind }: FilterProps & { readonly kind?: string }) {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({})
  const id = kind && list.filter('streamType') !== kind ? '' : list.filter(name)
  return (
    <PersonPicker
      label={label}
      value={id ? { id, name: names[id] ?? id } : null}
      onChange={(person) => {
        if (person) setNames({ ...names, [person.id]: person.name })
        list.setFilters({ [name]: person?.id ?? '', ...(kind && { streamType: person ? kind : '' }) })
      }}
    />
  )
}

/** Milliseconds of silence before the log is read. */
const pause = 400

function TextFilter({ list, name, label, hint }: FilterProps & { readonly hint?: string }) {
  const value = list.filter(name)
  const [typed, setTyped] = useState(value)
  const send = useDebouncedCallback((text: string) => list.setFilter(name, text.trim()), pause)
  useEffect(() => setTyped((shown) => (shown.trim() === value ? shown : value)), [value])
  return (
    <TextInput
      label={label}
      {...(hint && { placeholder: hint })}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        send(currentTarget.value)
      }}
    />
  )
}

function InstantFilter({ list, name, label }: FilterProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={localInstant(list.filter(name))}
      onChange={({ currentTarget }) => list.setFilter(name, isoInstant(currentTarget.value))}
    />
  )
}

function Questions({ list }: { readonly list: ListState }) {
  const userId = list.filter('streamType') === 'user' ? list.filter('streamId') : ''
  return (
    <Group gap="xs" p="md" pt={0} role="group" aria-label={texts.views}>
      <Text size="sm" c="dimmed">
        {texts.views}
      </Text>
      {views.map(({ text, types }) => (
        <Question key={text} list={list} text={text} types={types} />
      ))}
      {userId ? (
        <>
          <Question list={list} text={texts.why} types={whyTypes} />
          <LinkButton
            size="xs"
            variant="subtle"
            to="/people/$userId"
            params={{ userId }}
            search={{ tab: 'why' }}
          >
            {texts.whyNow}
          </LinkButton>
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {texts.why} {texts.whyPerson}
        </Text>
      )}
    </Group>
  )
}

function Question({
  list,
  text,
  types,
}: {
  readonly list: ListState
  readonly text: string
  readonly types: readonly string[]
}) {
  const value = types.join(',')
  const isChosen = list.filter('type') === value
  return (
    <Button
      size="xs"
      variant={isChosen ? 'filled' : 'default'}
      aria-pressed={isChosen}
      h="auto"
      py={6}
      styles={{ label: { whiteSpace: 'normal' } }}
      onClick={() => list.setFilter('type', isChosen ? '' : value)}
    >
      {text}
    </Button>
  )
}
