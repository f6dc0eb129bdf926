import { Combobox, Modal, Text, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useRead } from '../api/useRead.ts'
import { addressOf, type Found, type Search } from './searchResult.ts'
import { texts } from './texts.ts'
import { useCommands } from './useNavigation.ts'

/** Milliseconds of silence before the server is asked. */
const pause = 120

/** Characters that no search compares; a text of nothing else is no search. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/** Finds anything by any of its identifiers, and opens pages by their names. */
export function Palette({ close }: { close(): void }) {
  return (
    <Modal opened onClose={close} title={texts.search} size="lg" centered={false}>
      <PaletteBody close={close} />
    </Modal>
  )
}

function PaletteBody({ close }: { close(): void }) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed.replace(invisible, '').trim(), pause)
  const combobox = useCombobox({ opened: true })
  const search = useRead<Search>(`/sallyport/v1/search?limit=12&q=${encodeURIComponent(query)}`, {
    enabled: query !== '',
    orgId: '',
  })
  const found = query === '' ? [] : (search.data?.results ?? [])
  const commands = useMatchingCommands(typed)
  // The best match is chosen as soon as it is there, so that Enter opens it.
  useEffect(() => {
    if (found.length + commands.length > 0) combobox.selectFirstOption()
  }, [found.length, commands.length, combobox.selectFirstOption])
  const open = (address: string) => {
    close()
    void navigate({ href: address })
  }
  return (
    <Combobox store={combobox} withinPortal={false} onOptionSubmit={open}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          onKeyDown={(event) => event.key === 'Escape' && close()}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={texts.searchHint}
          aria-label={texts.searchHint}
        />
      </Combobox.EventsTarget>
      <Combobox.Options aria-label={texts.search} mt="xs" mah="60dvh" style={{ overflowY: 'auto' }}>
        {found.map((one) => (
          <Combobox.Option key={`${one.kind} ${one.id}`} value={addressOf(one)}>
            <FoundLine found={one} />
          </Combobox.Option>
        ))}
        {commands.length > 0 && (
          <Combobox.Group label={texts.pages}>
            {commands.map(({ text, to }) => (
              <Combobox.Option key={text} value={to}>
                {text}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        )}
        {found.length + commands.length === 0 && !search.isFetching && (
          <Combobox.Empty>{search.error ? texts.searchFailed : texts.nothingFound}</Combobox.Empty>
        )}
      </Combobox.Options>
    </Combobox>
  )
}

function FoundLine({ found }: { readonly found: Found }) {
  return (
    <>
      <Text size="sm">
        <bdi>{found.name}</bdi>
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {texts.kinds[found.kind]} · <bdi>{found.detail || found.id}</bdi> · <bdi>{found.orgName}</bdi>
      </Text>
    </>
  )
}

function useMatchingCommands(typed: string) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return useCommands().filter(({ text, words: more = '' }) =>
    words.every((word) => `${text} ${more}`.toLowerCase().includes(word)),
  )
}
