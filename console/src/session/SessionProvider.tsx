import { createContext, type ReactNode, useContext } from 'react'
import type { Session } from './openSession.ts'

const SessionContext = createContext<Session | undefined>(undefined)

/** Gives the session to everything inside. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

/** Returns the session of this tab. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('useSession is for components inside of SessionProvider')
  return session
}
