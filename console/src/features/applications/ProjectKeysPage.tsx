import { Skeleton } from '@mantine/core'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { useParams } from '@tanstack/react-router'
import { useCall } from '../../api/useCall.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ProblemPage } from '../../kit/ProblemPage.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { KeyTable } from './KeyTable.tsx'
import { texts } from './texts.ts'
import { anywhere, useApplicationRights, useProject } from './useApplication.ts'

/** The keys of all applications of a project, those that end first at the top. */
export function ProjectKeysPage() {
  const { projectId } = useParams({ from: '/projects/$projectId/applications/keys' })
  return (
    <Needed right="project.app.read" at={{ projectId }}>
      <Listed projectId={projectId} />
    </Needed>
  )
}

function Listed({ projectId }: { readonly projectId: string }) {
  const { project, error } = useProject(projectId)
  const { canWrite } = useApplicationRights(project)
  const { data } = useCall(
    ApplicationService.method.listApplications,
    {
      pagination: { limit: 1000, asc: true },
      filters: [{ filter: { case: 'projectIdFilter', value: { projectId } } }],
    },
    anywhere,
  )
  if (error) return <ProblemPage error={error} />
  if (!project) return <Skeleton height={200} aria-label={kitTexts.loading} />
  const names = new Map(data?.applications.map(({ applicationId, name }) => [applicationId, name]))
  return (
    <>
      <PageHeader
        title={texts.keys.ofProject}
        crumbs={[
          { text: project.name, to: `/projects/${projectId}` },
          { text: texts.title, to: `/projects/${projectId}/applications` },
        ]}
      />
      <Section title={texts.keys.title} intro={texts.keys.ofProjectIntro}>
        <KeyTable
          owner={{ case: 'projectIdFilter', value: { projectId } }}
          canWrite={canWrite}
          names={names}
        />
      </Section>
    </>
  )
}
