import { useBlocker } from '@tanstack/react-router'
import { useEffect } from 'react'
import { holdPage } from '../session/heldPage.ts'
import { kitTexts } from './texts.ts'

/**
 * Keeps what is not saved: the page is not left by itself for a login, and it asks before somebody leaves it unless `asks` is false. A
 * change of the list's address is no leaving.
 */
export function useDirtyGuard(isDirty: boolean, asks = true): void {
  useEffect(() => (isDirty ? holdPage() : undefined), [isDirty])
  const isAsking = isDirty && asks
  useBlocker({
    disabled: !isAsking,
    enableBeforeUnload: () => isAsking,
    shouldBlockFn: ({ current, next }) =>
      isAsking &&
      current.pathname !== next.pathname &&
      !confirm(`${kitTexts.form.unsavedTitle} ${kitTexts.form.unsaved}`),
  })
}
