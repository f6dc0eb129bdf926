import { Anchor, Skeleton } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { ProjectGrant } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { Link, useParams } from '@tanstack/react-router'
import { CallError } from '../../api/problem.ts'
import { useCall, useChange } from '../../api/useCall.ts'
import { Facts } from '../../kit/Facts.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ProjectRolesField } from '../../kit/ProjectRolesField.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { GrantActions } from './GrantActions.tsx'
import { GrantMembers } from './GrantMembers.tsx'
import { OrganizationName } from './OrganizationName.tsx'
import { ProjectStateBadge } from './ProjectStateBadge.tsx'
import { RoleKeys } from './RoleKeys.tsx'
import { texts } from './texts.ts'
import { anywhere, useProjectRights } from './useProject.ts'

const { grants: words } = texts

/** What an organization was granted of a project: for the owner of the project to change, for the organization to see. */
export function GrantPage() {
  const { projectId, organizationId } = useParams({ from: '/projects/$projectId/grants/$organizationId' })
  const { data, error } = useCall(
    ProjectService.method.listProjectGrants,
    {
      filters: [
        { filter: { case: 'inProjectIdsFilter', value: { ids: [projectId] } } },
        { filter: { case: 'grantedOrganizationIdFilter', value: { id: organizationId } } },
      ],
    },
    anywhere,
  )
  if (error) throw error
  const grant = data?.projectGrants[0]
  if (grant) return <Shown grant={grant} />
  if (data) throw new CallError({ message: words.notFound, kind: 'not_found' })
  return <Skeleton height={200} aria-label={kitTexts.loading} />
}

function Shown({ grant }: { readonly grant: ProjectGrant }) {
  const { can } = useRights()
  const owns = useProjectRights(grant)
  const { projectId, projectName, organizationId, grantedOrganizationId, grantedOrganizationName } = grant
  const organization = grantedOrganizationName || grantedOrganizationId
  const home = { text: projectName, to: `/projects/${projectId}` }
  const above = owns('project.read') ? [home, { text: words.title, to: `${home.to}/grants` }] : []
  return (
    <>
      <PageHeader
        title={words.title2(projectName, organization)}
        crumbs={[{ text: texts.title, to: '/projects' }, ...above]}
        beside={<ProjectStateBadge state={grant.state} />}
        actions={<GrantActions grant={grant} />}
        intro={!owns('project.write') && words.yours}
      />
      <Section title={words.overview}>
        <Facts
          facts={[
            [words.owner, <OrganizationName key="owner" organizationId={organizationId} />],
            [words.organization, <bdi key="organization">{organization}</bdi>],
            [texts.created, <When key="created" at={grant.creationDate} />],
            [texts.changed, <When key="changed" at={grant.changeDate} />],
            [
              texts.authorizations,
              can('user.grant.read', { orgId: grantedOrganizationId }) ? (
                <Anchor
                  key="authorizations"
                  component={Link}
                  to="/authorizations"
                  search={{ org: grantedOrganizationId, project: projectId } as never}
                >
                  {texts.roles.who}
                </Anchor>
              ) : null,
            ],
          ]}
        />
      </Section>
      <Section title={words.roles} intro={words.rolesHint}>
        {owns('project.grant.write') ? (
          <GrantRoles key={`${projectId} ${grantedOrganizationId}`} grant={grant} />
        ) : (
          <RoleKeys keys={grant.grantedRoleKeys} />
        )}
      </Section>
      <GrantMembers grant={grant} />
    </>
  )
}

function GrantRoles({ grant }: { readonly grant: ProjectGrant }) {
  const { projectId, grantedOrganizationId, grantedRoleKeys } = grant
  const update = useChange(ProjectService.method.updateProjectGrant, anywhere)
  const edit = useEditForm({
    initial: { roleKeys: [...grantedRoleKeys] },
    async save(_, { roleKeys }) {
      await update.mutateAsync({ projectId, grantedOrganizationId, roleKeys })
      notifyDone(kitTexts.saved)
    },
  })
  return (
    <FormCard edit={edit}>
      <ProjectRolesField
        projectId={projectId}
        label={words.mayGive}
        value={edit.form.values.roleKeys}
        onChange={(roleKeys) => edit.form.setFieldValue('roleKeys', roleKeys)}
        error={edit.form.errors['roleKeys']}
      />
    </FormCard>
  )
}
