import { NativeSelect } from '@mantine/core'
import type { ListState } from './listState.ts'

/** A filter of a list with a few values; the first choice is none. */
export function FilterSelect({
  list,
  name,
  label,
  all,
  options,
  labelled = false,
}: {
  readonly list: ListState
  /** Its name in the address. */
  readonly name: string
  readonly label: string
  /** The text for no filter, such as “Every state”. */
  readonly all: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** Whether the label is seen, as beside other fields with labels. */
  readonly labelled?: boolean
}) {
  return (
    <NativeSelect
      {...(labelled ? { label } : { 'aria-label': label })}
      value={list.filter(name)}
      onChange={(event) => list.setFilter(name, event.currentTarget.value)}
      data={[{ value: '', label: all }, ...options]}
    />
  )
}

/** Returns the options for numbers of the contract. */
export function optionsOf<Value extends number>(
  values: readonly Value[],
  texts: Readonly<Record<Value, string>>,
): readonly { readonly value: string; readonly label: string }[] {
  return values.map((value) => ({ value: String(value), label: texts[value] }))
}
