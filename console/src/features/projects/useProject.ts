import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useQuery } from '@tanstack/react-query'
import { lastReply } from '../../api/lastReply.ts'
import { CallError } from '../../api/problem.ts'
import { callRest } from '../../api/rest.ts'
import { useCall } from '../../api/useCall.ts'
import { useRestChange } from '../../api/useRead.ts'
import { useRights } from '../../kit/useRights.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { texts } from './texts.ts'

/** Methods of these services name their objects by id, wherever these are. */
export const anywhere = { orgId: '' } as const

/** Reads a project; undefined until there is a reply. Throws a refusal for the page. */
export function useProject(projectId: string): Project | undefined {
  const { data, error } = useCall(ProjectService.method.getProject, { projectId }, anywhere)
  if (error instanceof CallError && error.kind === 'not_found')
    throw new CallError({ message: texts.notFound, kind: 'not_found', id: error.id })
  if (error) throw error
  return data?.project
}

/** Says whether the caller has a right over a project. */
export function useProjectRights({
  projectId,
  organizationId,
}: Pick<Project, 'projectId' | 'organizationId'>) {
  const { can } = useRights()
  return (right: string) => can(right, { projectId, orgId: organizationId })
}

const service = '/zitadel.project.v2.ProjectService'
const acrHeader = 'x-sallyport-required-acr'
const registrationHeader = 'x-sallyport-client-registration'

/** How clients add themselves to a project. */
export const registrationWays = ['metadata_documents', 'dynamic_registration'] as const
export type RegistrationWay = (typeof registrationWays)[number]

/** Settings of a project that the contract has no fields for. */
export interface OwnSettings {
  /** The level that every login needs, or `none`. */
  readonly acr: string
  readonly registration: readonly RegistrationWay[]
}

/** Reads the settings of a project that come in headers of the reply. */
export function useOwnSettings(projectId: string) {
  const session = useSession()
  const query = useQuery({
    queryKey: [service, 'own settings', projectId],
    async queryFn({ signal }): Promise<OwnSettings> {
      const { headers } = await callRest<{ readonly headers: Readonly<Record<string, string>> }>(session, {
        method: 'POST',
        path: `${service}/GetProject`,
        body: { projectId },
        replyHeaders: [acrHeader, registrationHeader],
        signal,
      })
      const ways = headers[registrationHeader]?.split(',') ?? []
      return {
        acr: headers[acrHeader] || 'none',
        registration: registrationWays.filter((way) => ways.includes(way)),
      }
    },
  })
  return lastReply(query)
}

/** Changes the settings of a project that are given. */
export function useProjectChange(projectId: string) {
  const rest = useRestChange()
  return ({ acr, registration, ...fields }: Partial<OwnSettings> & Readonly<Record<string, unknown>>) =>
    rest.mutateAsync({
      ...anywhere,
      method: 'POST',
      path: `${service}/UpdateProject`,
      body: { projectId, ...fields },
      headers: {
        ...(acr !== undefined && { [acrHeader]: acr }),
        ...(registration !== undefined && { [registrationHeader]: registration.join(',') || 'none' }),
      },
    })
}
