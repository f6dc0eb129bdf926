import { startTransition, useCallback, useState } from 'react'

/**
 * A state that decides whether a part is shown whose program is loaded only then, such as a dialog. What was shown before stays until it
 * is loaded. Otherwise React would show the fallback of the part, even if that is nothing, for 300 ms, however soon it is there.
 */
export function useLazyState<State>(initial: State) {
  const [state, setState] = useState(initial)
  const change = useCallback((next: State) => startTransition(() => setState(() => next)), [])
  return [state, change] as const
}
