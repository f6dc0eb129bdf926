import { Loader } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useContextOrganization } from '../api/useContextOrganization.ts'
import { useRights } from '../kit/useRights.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { todaysAddress } from './olderAddresses.ts'
import { texts } from './texts.ts'

/** Shown for addresses that no area has: those of older consoles lead to the page of today. */
export function UnknownPage() {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const { person } = useSession()
  const { rights } = useRights()
  const context = useContextOrganization()
  const own = { userId: person.userId, orgId: context ?? rights.organizations[0]?.orgId }
  const today = todaysAddress(pathname, new URLSearchParams(location.search), own)
  useEffect(() => {
    if (today !== undefined) void navigate({ href: today, replace: true })
  }, [today, navigate])
  return today === undefined ? <NotFoundPage /> : <Loader aria-label={texts.loading} />
}
