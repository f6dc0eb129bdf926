import type { MessageInitShape } from '@bufbuild/protobuf'
import type { ResourceTypeSchema } from '@sallyport/contract/zitadel/internal_permission/v2/internal_permission_service_pb.js'
import type { Administrator } from '@sallyport/contract/zitadel/internal_permission/v2/query_pb.js'
import type { RightPlace } from '../../api/rights.ts'
import type { RoleLevel } from '../../kit/RolePicker.tsx'
import { texts } from './texts.ts'

/** Where somebody is an administrator. */
export interface MembershipPlace {
  readonly key: string
  readonly level: RoleLevel
  readonly name: string
  /** Its page; undefined without one. */
  readonly to: string | undefined
  readonly resource: MessageInitShape<typeof ResourceTypeSchema>
  readonly at: RightPlace
  /** The rights to change and to remove administrators there. */
  readonly write: string
  readonly delete: string
}

/** Reads the place of an administrator. */
export function placeOf({ resource }: Pick<Administrator, 'resource'>): MembershipPlace {
  switch (resource.case) {
    case 'organization': {
      const { id, name } = resource.value
      return {
        key: id,
        level: 'organization',
        name,
        to: `/organizations/${id}`,
        resource: { resource: { case: 'organizationId', value: id } },
        at: { orgId: id },
        ...rightsOf('org.member'),
      }
    }
    case 'project': {
      const { id, name, organizationId } = resource.value
      return {
        key: id,
        level: 'project',
        name,
        to: `/projects/${id}`,
        resource: { resource: { case: 'projectId', value: id } },
        at: { orgId: organizationId, projectId: id },
        ...rightsOf('project.member'),
      }
    }
    case 'projectGrant': {
      const { id, projectId, projectName, grantedOrganizationId } = resource.value
      return {
        key: `${projectId}/${id}`,
        level: 'grant',
        name: projectName,
        to: `/projects/${projectId}`,
        resource: {
          resource: { case: 'projectGrant', value: { projectId, organizationId: grantedOrganizationId } },
        },
        at: { orgId: grantedOrganizationId, grantId: id },
        ...rightsOf('project.grant.member'),
      }
    }
    default:
      return {
        key: 'instance',
        level: 'instance',
        name: texts.memberships.instance,
        to: undefined,
        resource: { resource: { case: 'instance', value: true } },
        at: { orgId: '' },
        ...rightsOf('iam.member'),
      }
  }
}

function rightsOf(subject: string) {
  return { write: `${subject}.write`, delete: `${subject}.delete` }
}
