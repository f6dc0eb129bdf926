import { AppShell, Center, Loader } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { ErrorBoundary } from '../kit/ErrorBoundary.tsx'
import { Header } from './Header.tsx'
import { Navigation } from './Navigation.tsx'
import { texts } from './texts.ts'
import { useOwnOrganization } from './useOwnOrganization.ts'
import { useShortcuts } from './useShortcuts.ts'

const Palette = lazy(() => import('./Palette.tsx').then((module) => ({ default: module.Palette })))
const ShortcutsHelp = lazy(() =>
  import('./ShortcutsHelp.tsx').then((module) => ({ default: module.ShortcutsHelp })),
)

/** What surrounds every page: header, navigation, command palette and shortcuts. */
export function Shell() {
  return (
    <ErrorBoundary>
      <Suspense fallback={<Waiting />}>
        <Loaded />
      </Suspense>
    </ErrorBoundary>
  )
}

function Waiting() {
  return (
    <Center component="main" mih="100dvh">
      <Loader aria-label={texts.loading} />
    </Center>
  )
}

function Loaded() {
  const [menu, { toggle, close }] = useDisclosure(false)
  const [palette, { open: openPalette, close: closePalette }] = useDisclosure(false)
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure(false)
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  useOwnOrganization()
  useShortcuts({ openPalette, openHelp })
  useFocusOnNewPage(main, pathname)
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !menu } }}
      padding={{ base: 'sm', sm: 'lg' }}
      transitionDuration={0}
    >
      <a className="skip" href="#page">
        {texts.skip}
      </a>
      <AppShell.Header bg="var(--surface)">
        <Header menu={menu} toggleMenu={toggle} openPalette={openPalette} openHelp={openHelp} />
      </AppShell.Header>
      <AppShell.Navbar bg="var(--surface)" p="xs" aria-label={texts.menu}>
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="page" ref={main} tabIndex={-1} style={{ outline: 'none' }}>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<Loader aria-label={texts.loading} />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </AppShell.Main>
      <Suspense>
        {palette && <Palette close={closePalette} />}
        {help && <ShortcutsHelp close={closeHelp} />}
      </Suspense>
    </AppShell>
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
