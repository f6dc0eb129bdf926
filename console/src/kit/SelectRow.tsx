import { Checkbox } from '@mantine/core'
import type { ListState } from './listState.ts'
import { kitTexts } from './texts.ts'

/** The box that selects one row. */
export function SelectRow({
  list,
  id,
  name,
}: {
  readonly list: ListState
  readonly id: string
  readonly name: string
}) {
  const isSelected = list.selected.includes(id)
  return (
    <Checkbox
      aria-label={kitTexts.table.select(name)}
      checked={isSelected}
      onChange={() =>
        list.select(isSelected ? list.selected.filter((one) => one !== id) : [...list.selected, id])
      }
    />
  )
}
