import { startTransition, useCallback, useState } from 'react'

/**
 * What a part is about whose program is loaded when it is first shown, such as a dialog: undefined while it is hidden; how to show it,
 * and how to hide it. It appears as soon as it is loaded. Otherwise React would show the fallback of the part, even if that is nothing,
 * for 300 ms.
 */
export function useLazyState<About>() {
  const [about, setAbout] = useState<About>()
  const show = useCallback((next: About) => startTransition(() => setAbout(() => next)), [])
  const hide = useCallback(() => setAbout(undefined), [])
  return [about, show, hide] as const
}
