import { useBlocker } from '@tanstack/react-router'
import { kitTexts } from './texts.ts'

/** Asks before a page is left on which something is not saved; a change of the list's address is no leaving. */
export function useDirtyGuard(isDirty: boolean): void {
  useBlocker({
    disabled: !isDirty,
    enableBeforeUnload: () => isDirty,
    shouldBlockFn: ({ current, next }) =>
      isDirty &&
      current.pathname !== next.pathname &&
      !confirm(`${kitTexts.form.unsavedTitle} ${kitTexts.form.unsaved}`),
  })
}
