import { AppShell, Center, Loader } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useLocation, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { ErrorBoundary } from '../kit/ErrorBoundary.tsx'
import { useLazyState } from '../kit/useLazyState.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { isSystemPath } from '../system/systemPath.ts'
import { Header } from './Header.tsx'
import { Navigation } from './Navigation.tsx'
import { PageMain, SkipLink } from './PageMain.tsx'
import { SystemFrame } from './SystemFrame.tsx'
import { texts } from './texts.ts'
import { useOwnOrganization } from './useOwnOrganization.ts'
import { type ShellDialog, useShortcuts } from './useShortcuts.ts'

const Palette = lazy(() => import('./Palette.tsx').then((module) => ({ default: module.Palette })))
const ShortcutsHelp = lazy(() =>
  import('./ShortcutsHelp.tsx').then((module) => ({ default: module.ShortcutsHelp })),
)

/** What surrounds every page: header, navigation, command palette and shortcuts. */
export function Shell() {
  return (
    <ErrorBoundary>
      <Suspense fallback={<Waiting />}>
        <Surroundings />
      </Suspense>
    </ErrorBoundary>
  )
}

/** Pages of system users begin without a login and all others with one, so the way between them loads the address anew. */
function Surroundings() {
  const { isOfSystemUser = false } = useSession()
  const { pathname } = useLocation()
  const isElsewhere = isSystemPath(pathname) !== isOfSystemUser
  const { history } = useRouter()
  useEffect(() => {
    if (!isElsewhere) return
    // The browser receives a new address only after its page is rendered.
    history.flush()
    location.reload()
  }, [isElsewhere, history])
  if (isElsewhere) return <Waiting />
  return isOfSystemUser ? <SystemFrame /> : <Loaded />
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
  const [dialog, show, hide] = useLazyState<ShellDialog>()
  useOwnOrganization()
  useShortcuts(show)
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !menu } }}
      padding={{ base: 'sm', sm: 'lg' }}
      transitionDuration={0}
    >
      <SkipLink />
      <AppShell.Header bg="var(--surface)">
        <Header menu={menu} toggleMenu={toggle} show={show} />
      </AppShell.Header>
      <AppShell.Navbar bg="var(--surface)" p="xs" aria-label={texts.menu}>
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <PageMain />
      <Suspense>
        {dialog === 'palette' && <Palette close={hide} />}
        {dialog === 'help' && <ShortcutsHelp close={hide} />}
      </Suspense>
    </AppShell>
  )
}
