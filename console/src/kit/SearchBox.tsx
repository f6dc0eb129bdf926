import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import IconSearch from '@tabler/icons-react/icons/IconSearch'
import { useEffect, useState } from 'react'
import type { ListState } from './listState.ts'
import { kitTexts } from './texts.ts'

/** Milliseconds of silence before the list is read. */
const pause = 120

/** The search box of a list; `/` leads to it. The text stands in the address. */
export function SearchBox({ list, label }: { readonly list: ListState; readonly label?: string }) {
  const [typed, setTyped] = useState(list.query)
  const send = useDebouncedCallback((text: string) => list.setQuery(text.trim()), pause)
  // The address may change by other means, such as the browser's back.
  useEffect(() => setTyped((shown) => (shown.trim() === list.query ? shown : list.query)), [list.query])
  const change = (text: string) => {
    setTyped(text)
    send(text)
  }
  return (
    <TextInput
      type="search"
      data-filter
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      placeholder={label ?? kitTexts.search.label}
      aria-label={label ?? kitTexts.search.label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed && <CloseButton size="sm" aria-label={kitTexts.search.clear} onClick={() => change('')} />
      }
      miw={{ base: '100%', xs: 280 }}
      flex={1}
      maw={520}
    />
  )
}
