import { Skeleton } from '@mantine/core'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useParams } from '@tanstack/react-router'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { Members } from '../../kit/Members.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { Section } from '../../kit/Section.tsx'
import { Timeline } from '../../kit/Timeline.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useSeesTrail } from '../../kit/trailRights.ts'
import { When } from '../../kit/When.tsx'
import { OrganizationName } from './OrganizationName.tsx'
import { ProjectActions } from './ProjectActions.tsx'
import { ProjectHeader } from './ProjectHeader.tsx'
import { ProjectSettings } from './ProjectSettings.tsx'
import { texts } from './texts.ts'
import { useOwnSettings, useProjectRights } from './useProject.ts'
import { WithProject } from './WithProject.tsx'

/** One project: what it is, its settings, its administrators and its changes. */
export function ProjectPage() {
  const { projectId } = useParams({ from: '/projects/$projectId' })
  return <WithProject projectId={projectId}>{(project) => <Shown project={project} />}</WithProject>
}

function Shown({ project }: { readonly project: Project }) {
  const can = useProjectRights(project)
  const { projectId, organizationId, creationDate, changeDate } = project
  const seesTrail = useSeesTrail(organizationId)
  return (
    <>
      <ProjectHeader project={project} actions={<ProjectActions project={project} />} />
      <Section title={texts.overview}>
        <Facts
          facts={[
            [texts.id, <CopyField key="id" value={projectId} label={texts.id} />],
            [
              texts.owner,
              <RowLink key="owner" to={`/organizations/${organizationId}`}>
                <OrganizationName organizationId={organizationId} />
              </RowLink>,
            ],
            [texts.created, <When key="created" at={creationDate} />],
            [texts.changed, <When key="changed" at={changeDate} />],
          ]}
        />
      </Section>
      <Settings project={project} />
      {can('project.member.read') && (
        <Section title={texts.members} intro={texts.membersIntro}>
          <Members level="project" orgId={organizationId} projectId={projectId} />
        </Section>
      )}
      {seesTrail && (
        <Section title={texts.changes}>
          <Timeline streamType="project" streamId={projectId} orgId={organizationId} />
        </Section>
      )}
    </>
  )
}

function Settings({ project }: { readonly project: Project }) {
  const { data: own, error } = useOwnSettings(project.projectId)
  return (
    <Section title={texts.settings} intro={texts.settingsIntro}>
      {error && <ProblemNotice error={error} />}
      {own === undefined && !error && <Skeleton height={200} aria-label={kitTexts.loading} />}
      {own && <ProjectSettings key={project.projectId} project={project} own={own} />}
    </Section>
  )
}
