import { useRead } from '../../api/useRead.ts'

/** A role of a project. */
interface ProjectRole {
  readonly key: string
  readonly displayName?: string
}

interface Roles {
  readonly result?: readonly ProjectRole[]
}

interface Granted {
  readonly result?: readonly { readonly projectId: string; readonly grantedRoleKeys?: readonly string[] }[]
}

/** The most that the server lists in one reply. */
const limit = 1000

/** Reads the roles that an organization can give in a project: all of an own one, the granted ones of another's. */
export function useProjectRoles(
  { id, isGranted }: { readonly id: string; readonly isGranted: boolean },
  orgId: string,
): { readonly roles: readonly ProjectRole[] | undefined; readonly error: unknown } {
  const body = { query: { limit, asc: true } }
  const own = useRead<Roles>(`/management/v1/projects/${encodeURIComponent(id)}/roles/_search`, {
    orgId,
    enabled: !isGranted,
    body,
  })
  const granted = useRead<Granted>('/management/v1/granted_projects/_search', {
    orgId,
    enabled: isGranted,
    body,
  })
  if (!isGranted) return { roles: own.data && (own.data.result ?? []), error: own.error }
  const keys = granted.data?.result?.find(({ projectId }) => projectId === id)?.grantedRoleKeys ?? []
  return { roles: granted.data && keys.map((key) => ({ key })), error: granted.error }
}
