import { APIAuthMethodType } from '@sallyport/contract/zitadel/application/v2/api_pb.js'
import {
  type Application,
  ApplicationState,
} from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import {
  ApplicationService,
  type UpdateOIDCApplicationConfigurationRequest,
} from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { OIDCGrantType } from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useCall, useChange, useSender } from '../../api/useCall.ts'
import { useRights } from '../../kit/useRights.ts'
import { clientTypes, type Kind, type Method, methodOf } from './methods.ts'

/** Methods of these services name their objects by id, wherever these are. */
export const anywhere = { orgId: '' } as const

/** Reads a project, and where the rights over its applications are looked up. */
export function useProject(projectId: string, { enabled = true } = {}) {
  const read = useCall(ProjectService.method.getProject, { projectId }, { ...anywhere, enabled })
  return { project: read.data?.project, error: read.error }
}

/** What the caller may do with the applications of a project. */
export function useApplicationRights(project: Pick<Project, 'projectId' | 'organizationId'> | undefined) {
  const { can } = useRights()
  const at = { projectId: project?.projectId, orgId: project?.organizationId }
  return {
    canWrite: project !== undefined && can('project.app.write', at),
    canDelete: project !== undefined && can('project.app.delete', at),
  }
}

/** An application of OpenID Connect with its settings. */
export type OidcApplication = Application & {
  readonly configuration: Extract<Application['configuration'], { case: 'oidcConfiguration' }>
}

/** Returns the application with its settings if it is one of OpenID Connect. */
export function asOidc(application: Application): OidcApplication | undefined {
  return application.configuration.case === 'oidcConfiguration' ? (application as OidcApplication) : undefined
}

/** Returns the kind of an application; undefined for those of SAML. */
export function kindOf({ configuration }: Application): Kind | undefined {
  if (configuration.case === 'apiConfiguration') return 'api'
  if (configuration.case !== 'oidcConfiguration') return undefined
  const { applicationType } = configuration.value
  return (Object.keys(clientTypes) as Exclude<Kind, 'api'>[]).find(
    (kind) => clientTypes[kind] === applicationType,
  )
}

/** Returns the method by which an application proves itself; undefined for a mixture and for SAML. */
export function currentMethod({ configuration }: Application): Method | undefined {
  switch (configuration.case) {
    case 'oidcConfiguration':
      return methodOf(configuration.value)
    case 'apiConfiguration':
      return configuration.value.authMethodType === APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT
        ? 'jwt'
        : 'basic'
    default:
      return undefined
  }
}

/** The client id; '' for applications of SAML. */
export function clientIdOf({ configuration }: Application): string {
  return configuration.case === 'samlConfiguration' || configuration.case === undefined
    ? ''
    : configuration.value.clientId
}

/** True if an application may be given new access tokens without its user. */
export function hasRefresh({ configuration }: Application): boolean {
  return (
    configuration.case === 'oidcConfiguration' &&
    configuration.value.grantTypes.includes(OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN)
  )
}

/** True if people can sign in to an application. */
export function isActive({ state }: Application): boolean {
  return state === ApplicationState.ACTIVE
}

/** New settings of an application of OpenID Connect; those left out stay. */
export type OidcChanges = Partial<Omit<UpdateOIDCApplicationConfigurationRequest, '$typeName' | '$unknown'>>

/**
 * Changes settings of an application of OpenID Connect. The method sets types, clock skew and login pages to their defaults if they are
 * left out, so these are read afresh and sent along.
 */
export function useOidcUpdate({
  applicationId,
  projectId,
}: Pick<Application, 'applicationId' | 'projectId'>) {
  const send = useSender()
  const update = useChange(ApplicationService.method.updateApplication, anywhere)
  return async (changes: OidcChanges) => {
    const { application } = await send(ApplicationService.method.getApplication, { applicationId }, anywhere)
    const now = application && asOidc(application)?.configuration.value
    if (now === undefined) return
    const { responseTypes, grantTypes, clockSkew, loginVersion } = now
    await update.mutateAsync({
      applicationId,
      projectId,
      applicationType: {
        case: 'oidcConfiguration',
        value: {
          responseTypes,
          grantTypes,
          ...(clockSkew && { clockSkew }),
          ...(loginVersion && { loginVersion }),
          ...changes,
        },
      },
    })
  }
}
