import { useNavigate, useSearch } from '@tanstack/react-router'
import { type Adding, addings } from './addressNames.ts'

/** What is being added, as the address says, so that the palette leads to it. */
export function useAdding() {
  const { add } = useSearch({ strict: false }) as { readonly add?: string }
  const navigate = useNavigate()
  const change = (next: Adding | undefined) =>
    void navigate({ to: '.', replace: true, search: (before: object) => ({ ...before, add: next }) as never })
  return {
    adding: addings.find((one) => one === add),
    open: change,
    close: () => change(undefined),
  }
}
