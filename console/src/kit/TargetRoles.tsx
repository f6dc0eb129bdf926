import { Skeleton } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { ReactNode } from 'react'
import { useCall } from '../api/useCall.ts'
import { anywhere } from './authorization.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { ProjectRolesField, RoleBoxes } from './ProjectRolesField.tsx'
import type { Target } from './TargetPicker.tsx'
import { kitTexts } from './texts.ts'

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
    <ProjectRolesField {...field} projectId={target.projectId} label={kitTexts.pickers.roles} />
  )
}

function GrantedRoles({ target: { projectId, orgId }, ...field }: FieldProps) {
  const { data, error } = useCall(
    ProjectService.method.listProjectGrants,
    {
      filters: [
        { filter: { case: 'inProjectIdsFilter', value: { ids: [projectId] } } },
        { filter: { case: 'grantedOrganizationIdFilter', value: { id: orgId } } },
      ],
    },
    anywhere,
  )
  if (error) return <ProblemNotice error={error} />
  if (data === undefined) return <Skeleton height={80} aria-label={kitTexts.loading} />
  const keys = data.projectGrants[0]?.grantedRoleKeys ?? field.value
  return <RoleBoxes {...field} label={kitTexts.pickers.roles} roles={keys.map((key) => ({ key }))} />
}
