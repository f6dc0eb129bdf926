import { AppShell, Loader } from '@mantine/core'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { ErrorBoundary } from '../kit/ErrorBoundary.tsx'
import { texts } from './texts.ts'

/** The way past the header for people at a keyboard. */
export function SkipLink() {
  return (
    <a className="skip" href="#page">
      {texts.skip}
    </a>
  )
}

/** The place of the page inside of what surrounds it. */
export function PageMain() {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  useFocusOnNewPage(main, pathname)
  return (
    <AppShell.Main id="page" ref={main} tabIndex={-1} style={{ outline: 'none' }}>
      <ErrorBoundary key={pathname}>
        <Suspense fallback={<Loader aria-label={texts.loading} />}>
          <Outlet />
        </Suspense>
      </ErrorBoundary>
    </AppShell.Main>
  )
}

/** Moves the focus to a new page, as a browser does; not for the first one, and not while its address changes by a filter. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>, pathname: string): void {
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [main, pathname])
}
