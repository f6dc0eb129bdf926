import { Combobox, Loader, Text, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactNode, useEffect, useState } from 'react'
import { kitTexts } from './texts.ts'

/** One thing that can be picked. */
export interface Pickable {
  readonly id: string
  readonly name: string
  /** A second line, such as a login name. */
  readonly detail?: string | undefined
}

/** What a picker looks for. */
export interface PickerSearch {
  /** '' finds the first ones. */
  readonly query: string
  /** False as long as the list is closed. */
  readonly enabled: boolean
}

/** The state of a picker's search: `const [search, onSearch] = usePickerSearch()`. */
export function usePickerSearch() {
  return useState<PickerSearch>({ query: '', enabled: false })
}

/** What a search of the server found. */
export interface Picking<Item extends Pickable> {
  readonly items: readonly Item[]
  readonly total: number
  readonly loading: boolean
}

/** The parts that every picker takes. */
export interface PickerProps<Item extends Pickable> {
  readonly label?: string
  /** True to show the label inside the empty field, as filters do. */
  readonly labelHidden?: boolean
  readonly value: Item | null
  onChange(value: Item | null): void
  readonly error?: ReactNode
  readonly required?: boolean
  readonly autoFocus?: boolean
}

/** A field in which something of the server is picked by typing a part of its name. */
export function ServerPicker<Item extends Pickable>({
  found: { items, total, loading },
  onSearch,
  label,
  labelHidden = false,
  placeholder = labelHidden ? label : undefined,
  value,
  onChange,
  error,
  required = false,
  autoFocus = false,
}: PickerProps<Item> & {
  readonly label: string
  readonly placeholder?: string
  readonly found: Picking<Item>
  /** Called with what was typed, after a pause, and as soon as the list opens or closes. */
  onSearch(search: PickerSearch): void
}) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | undefined>()
  const [query] = useDebouncedValue((typed ?? '').trim(), 120)
  const isOpen = combobox.dropdownOpened
  useEffect(() => onSearch({ query, enabled: isOpen }), [query, isOpen, onSearch])
  const pick = (id: string) => {
    onChange(items.find((item) => item.id === id) ?? null)
    setTyped(undefined)
    combobox.closeDropdown()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.Target>
        <TextInput
          {...(labelHidden ? { 'aria-label': label } : { label })}
          {...(placeholder !== undefined && { placeholder })}
          error={error}
          required={required}
          autoComplete="off"
          {...(autoFocus && { 'data-autofocus': true })}
          value={typed ?? value?.name ?? ''}
          rightSection={loading && combobox.dropdownOpened ? <Loader size={16} aria-hidden /> : null}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            if (value) onChange(null)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => {
            setTyped(undefined)
            combobox.closeDropdown()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={label} mah={280} style={{ overflowY: 'auto' }}>
          {items.map(({ id, name, detail }) => (
            <Combobox.Option key={id} value={id}>
              <Text size="sm">
                <bdi>{name}</bdi>
              </Text>
              {detail && (
                <Text size="xs" c="dimmed">
                  <bdi>{detail}</bdi>
                </Text>
              )}
            </Combobox.Option>
          ))}
          {items.length === 0 && !loading && <Combobox.Empty>{kitTexts.pickers.nothing}</Combobox.Empty>}
        </Combobox.Options>
        {total > items.length && (
          <Combobox.Footer>
            <Text size="xs" c="dimmed">
              {kitTexts.pickers.more(total - items.length)}
            </Text>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  )
}
