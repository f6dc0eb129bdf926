import { type ReactNode, useState } from 'react'
import type { Session } from '../session/openSession.ts'
import { SystemUserForm } from './SystemUserForm.tsx'
import { systemSession } from './systemSession.ts'

/** Asks for the key of a system user, and shows its children with the session of that until the key is forgotten. */
export function SystemUserGate({ children }: { children(session: Session): ReactNode }) {
  const [session, setSession] = useState<Session>()
  if (session) return children(session)
  return <SystemUserForm begin={(user) => setSession(systemSession(user, () => setSession(undefined)))} />
}
