import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/notifications/styles.css'
import './console.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { CallError } from './api/problem.ts'
import { newQueryClient } from './api/queryClient.ts'
import { areas } from './areas.ts'
import { notifyOld } from './kit/notify.ts'
import { router } from './router.ts'
import { basePath, readEnvironment } from './session/environment.ts'
import { endsBeside, loginChannel } from './session/loginBeside.ts'
import { callbackPath, openSession, type Session } from './session/openSession.ts'
import { SessionProvider } from './session/SessionProvider.tsx'
import { SignedOutPage } from './session/SignedOutPage.tsx'
import { StartProblem } from './session/StartProblem.tsx'
import { TriedPage } from './session/TriedPage.tsx'
import { tryCallbackPath, tryChannel } from './session/tryCallback.ts'
import { AreasProvider } from './shell/AreasProvider.tsx'
import { isSystemPath } from './system/systemPath.ts'
import { cssVariables, theme } from './theme.ts'
import { admitStyleSheetsOnly } from './trustedTypes.ts'

// Awaited here, a file that needs this one would wait for it for ever.
const SystemUserGate = lazy(() =>
  import('./system/SystemUserGate.tsx').then((module) => ({ default: module.SystemUserGate })),
)

/** The nonce of this page; browsers hide the attribute from style sheets, not from scripts. */
const nonce = document.querySelector('script')?.nonce ?? ''
// The lock of scrolling behind dialogs reads the nonce of its style sheet from this name.
Object.assign(globalThis, { __webpack_nonce__: nonce })

admitStyleSheetsOnly()
const root = createRoot(document.getElementById('console') ?? document.body, {
  // Refusals are shown where they happen; only bugs are reported to the browser.
  onCaughtError(error) {
    if (!(error instanceof CallError)) reportError(error)
  },
})
root.render(<Dressed>{await firstPage()}</Dressed>)

async function firstPage() {
  if (location.pathname === `${basePath}/signedout`) return <SignedOutPage />
  if (location.pathname === tryCallbackPath) return <TriedPage channel={tryChannel} />
  if (location.pathname === callbackPath && endsBeside()) return <TriedPage channel={loginChannel} />
  try {
    if (isSystemPath(location.pathname.slice(basePath.length))) {
      return (
        <Suspense>
          <SystemUserGate>{(session) => <Application session={session} />}</SystemUserGate>
        </Suspense>
      )
    }
    return <Application session={await openSession(await readEnvironment())} />
  } catch (error) {
    return <StartProblem error={error} />
  }
}

function Application({ session }: { readonly session: Session }) {
  const [client] = useState(() => newQueryClient(notifyOld))
  return (
    <SessionProvider session={session}>
      <QueryClientProvider client={client}>
        <AreasProvider areas={areas}>
          <RouterProvider router={router} />
        </AreasProvider>
      </QueryClientProvider>
    </SessionProvider>
  )
}

function Dressed({ children }: { children: React.ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      {/* Below dialogs, which they would cover on a phone. */}
      <Notifications position="bottom-right" limit={2} zIndex={150} />
      {children}
    </MantineProvider>
  )
}
