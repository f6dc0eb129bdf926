import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { callRest } from '../api/rest.ts'
import { hasRight, type RightPlace, type Rights } from '../api/rights.ts'
import { useContextOrganization } from '../api/useContextOrganization.ts'
import type { Session } from '../session/openSession.ts'
import { useSession } from '../session/SessionProvider.tsx'

/** The caller's rights, and whether one of several holds at a place: `can('user.write')`, `can(['org.read', 'iam.read'])`. */
export interface OwnRights {
  readonly rights: Rights
  can(needed: string | readonly string[], place?: RightPlace): boolean
  /** True if any right of the instance is held, so that the whole instance can be looked at. */
  readonly seesInstance: boolean
}

/** The query of what the caller may do. */
export const rightsOf = (session: Pick<Session, 'send'>) =>
  queryOptions({
    queryKey: ['rights'],
    queryFn: () => callRest<Rights>(session, { path: '/sallyport/v1/rights' }),
    staleTime: 60_000,
  })

/** Reads what the caller may do. Navigation, buttons and empty states follow from it; the server decides again. */
export function useRights(): OwnRights {
  const session = useSession()
  const context = useContextOrganization()
  const { data: rights } = useSuspenseQuery(rightsOf(session))
  return {
    rights,
    seesInstance: rights.instance.permissions.length > 0,
    can: (needed, place = {}) => {
      const here = { orgId: context, ...place }
      return [needed].flat().some((right) => hasRight(rights, right, here))
    },
  }
}
