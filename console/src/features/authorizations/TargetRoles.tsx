import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { ReactNode } from 'react'
import { useCall } from '../../api/useCall.ts'
import { ProjectRolesField, RoleBoxes } from '../../kit/ProjectRolesField.tsx'
import { anywhere } from './request.ts'
import type { Target } from './TargetPicker.tsx'
import { texts } from './texts.ts'

interface FieldProps {
  readonly target: Target
  readonly value: readonly string[]
  onChange(keys: string[]): void
  readonly error?: ReactNode
}

/** The roles that may be given on a project: all of it, or those of the grant. */
export function TargetRoles({ target, ...field }: FieldProps) {
  return target.isGranted ? (
    <GrantedRoles {...field} target={target} />
  ) : (
    <ProjectRolesField {...field} projectId={target.projectId} label={texts.roles} />
  )
}

function GrantedRoles({ target: { projectId, orgId }, ...field }: FieldProps) {
  const { data } = useCall(
    ProjectService.method.listProjectGrants,
    {
      filters: [
        { filter: { case: 'inProjectIdsFilter', value: { ids: [projectId] } } },
        { filter: { case: 'grantedOrganizationIdFilter', value: { id: orgId } } },
      ],
    },
    anywhere,
  )
  const keys = data?.projectGrants[0]?.grantedRoleKeys ?? field.value
  return <RoleBoxes {...field} label={texts.roles} roles={keys.map((key) => ({ key }))} />
}
