import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useNavigation } from './useNavigation.ts'

/** Milliseconds within which the second key of a jump counts. */
const jumpTime = 1500

/** The dialogs that can be opened from every page. */
export type ShellDialog = 'palette' | 'help'

/**
 * Listens to the keys of the console: Ctrl or Cmd with K, `/`, `?`, and `g` followed by the key of a page. While somebody types into a
 * field or a dialog is open, only the first one counts.
 */
export function useShortcuts(show: (dialog: ShellDialog) => void): void {
  const navigate = useNavigate()
  const entries = useNavigation()
  const began = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey) {
        event.preventDefault()
        return show('palette')
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return
      if (event.key === '?') return show('help')
      if (event.key === '/') return focusFilter(event, () => show('palette'))
      const isJump = Date.now() - began.current < jumpTime
      began.current = event.key === 'g' ? Date.now() : 0
      const entry = isJump ? entries.find(({ jump }) => jump === event.key) : undefined
      if (entry) void navigate({ to: entry.to })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [entries, navigate, show])
}

function focusFilter(event: KeyboardEvent, otherwise: () => void): void {
  event.preventDefault()
  const box = document.querySelector<HTMLInputElement>('input[data-filter]')
  if (box) box.focus()
  else otherwise()
}

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return true
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]')
}
