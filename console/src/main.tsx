import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/notifications/styles.css'
import './console.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { CallError } from './api/problem.ts'
import { newQueryClient } from './api/queryClient.ts'
import { router } from './router.ts'
import { basePath, readEnvironment } from './session/environment.ts'
import { openSession } from './session/openSession.ts'
import { SessionProvider } from './session/SessionProvider.tsx'
import { SignedOutPage } from './session/SignedOutPage.tsx'
import { StartProblem } from './session/StartProblem.tsx'
import { TriedPage } from './session/TriedPage.tsx'
import { tryCallbackPath } from './session/tryCallback.ts'
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
root.render(<Dressed>{await firstPage()}</Dressed>)

async function firstPage() {
  if (location.pathname === `${basePath}/signedout`) return <SignedOutPage />
  if (location.pathname === tryCallbackPath) return <TriedPage />
  try {
    const session = await openSession(await readEnvironment())
    return (
      <SessionProvider session={session}>
        <QueryClientProvider client={newQueryClient()}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </SessionProvider>
    )
  } catch (error) {
    return <StartProblem error={error} />
  }
}

function Dressed({ children }: { children: React.ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" />
      {children}
    </MantineProvider>
  )
}
