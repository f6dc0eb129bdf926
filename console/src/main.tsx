import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/notifications/styles.css'
import './console.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { CallError } from './api/problem.ts'
import { newQueryClient } from './api/queryClient.ts'
import { areas } from './areas.ts'
import { notifyOld } from './kit/notify.ts'
import { rightsOf } from './kit/useRights.ts'
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
// Awaited here, files of pages that need this one would wait for it for ever.
void firstPage().then((page) => root.render(<Dressed>{page}</Dressed>))

async function firstPage() {
  if (location.pathname === `${basePath}/signedout`) return <SignedOutPage />
  if (location.pathname === tryCallbackPath) return <TriedPage channel={tryChannel} />
  if (location.pathname === callbackPath && endsBeside()) return <TriedPage channel={loginChannel} />
  try {
    if (isSystemPath(location.pathname.slice(basePath.length))) {
      const { SystemUserGate } = await import('./system/SystemUserGate.tsx')
      return <SystemUserGate>{(session) => <Application session={session} />}</SystemUserGate>
    }
    const read = newQueryClient(notifyOld)
    // A page that had to wait for these would appear later, because React shows what replaces it for 300 ms at least.
    const session = await openSession(await readEnvironment(), (opened) =>
      Promise.all([read.prefetchQuery(rightsOf(opened)), router.load()]),
    )
    return <Application session={session} read={read} />
  } catch (error) {
    return <StartProblem error={error} />
  }
}

/** `read`: replies that were read before. */
function Application({ session, read }: { readonly session: Session; readonly read?: QueryClient }) {
  const [client] = useState(() => read ?? newQueryClient(notifyOld))
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
