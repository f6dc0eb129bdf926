import { Skeleton, Tabs } from '@mantine/core'
import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CallError } from '../../api/problem.ts'
import { useCall } from '../../api/useCall.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ProblemPage } from '../../kit/ProblemPage.tsx'
import { Section } from '../../kit/Section.tsx'
import { Timeline } from '../../kit/Timeline.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useSeesTrail } from '../../kit/trailRights.ts'
import { AddressesForm } from './AddressesForm.tsx'
import { AdvancedForm } from './AdvancedForm.tsx'
import { ApplicationActions } from './ApplicationActions.tsx'
import { ApplicationStateBadge } from './ApplicationStateBadge.tsx'
import { ClientMetadata } from './ClientMetadata.tsx'
import { Credentials } from './Credentials.tsx'
import { Endpoints } from './Endpoints.tsx'
import { ExpertForm } from './ExpertForm.tsx'
import { Overview } from './Overview.tsx'
import { TokensForm } from './TokensForm.tsx'
import { TryIt } from './TryIt.tsx'
import { texts } from './texts.ts'
import { anywhere, asOidc, kindOf, useApplicationRights, useProject } from './useApplication.ts'

/** One application. */
export function ApplicationPage() {
  const ids = useParams({ from: '/projects/$projectId/applications/$applicationId' })
  return (
    <Needed right="project.app.read" at={{ projectId: ids.projectId }}>
      <Loaded {...ids} />
    </Needed>
  )
}

function Loaded({
  projectId,
  applicationId,
}: {
  readonly projectId: string
  readonly applicationId: string
}) {
  const read = useCall(ApplicationService.method.getApplication, { applicationId }, anywhere)
  const { project, error } = useProject(projectId)
  if (read.error ?? error) return <ProblemPage error={read.error ?? error} />
  const application = read.data?.application
  if (!application || !project) return <Skeleton height={200} aria-label={kitTexts.loading} />
  if (application.projectId !== projectId)
    return <ProblemPage error={new CallError({ message: texts.elsewhere, kind: 'not_found' })} />
  return <Shown application={application} project={project} />
}

function Shown({ application, project }: { readonly application: Application; readonly project: Project }) {
  const { name, state, applicationId, projectId } = application
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[
          { text: project.name, to: `/projects/${projectId}` },
          { text: texts.title, to: `/projects/${projectId}/applications` },
        ]}
        beside={<ApplicationStateBadge state={state} />}
        actions={<ApplicationActions application={application} project={project} />}
      />
      <ApplicationTabs application={application} project={project} key={applicationId} />
    </>
  )
}

type Panel = Exclude<keyof typeof texts.tabs, 'label'>

function ApplicationTabs({ application, project }: { application: Application; project: Project }) {
  const { canWrite } = useApplicationRights(project)
  const { tab } = useSearch({ from: '/projects/$projectId/applications/$applicationId' })
  const navigate = useNavigate()
  const seesTrail = useSeesTrail(project.organizationId)
  const oidc = asOidc(application)
  const kind = kindOf(application)
  const panels: Partial<Record<Panel, ReactNode>> = {
    overview: <Overview application={application} canWrite={canWrite} />,
    ...(oidc && {
      addresses: <AddressesForm application={oidc} kind={kind ?? 'web'} canWrite={canWrite} />,
      tokens: <TokensForm application={oidc} canWrite={canWrite} />,
    }),
    ...(kind && { credentials: <Credentials application={application} canWrite={canWrite} /> }),
    ...(kind && {
      advanced: (
        <>
          {oidc && <AdvancedForm application={oidc} canWrite={canWrite} />}
          {oidc && <ExpertForm application={oidc} canWrite={canWrite} />}
          <ClientMetadata application={application} canWrite={canWrite} />
        </>
      ),
    }),
    ...(oidc && {
      urls: <Endpoints />,
      try: <TryIt application={oidc} canWrite={canWrite} />,
    }),
    ...(seesTrail && {
      changes: (
        <Section title={texts.tabs.changes} intro={texts.changesIntro}>
          <Timeline
            streamType="project"
            streamId={application.projectId}
            text={application.applicationId}
            orgId={project.organizationId}
          />
        </Section>
      ),
    }),
  }
  const shown = Object.keys(panels) as Panel[]
  const open = shown.find((id) => id === tab) ?? 'overview'
  return (
    <Tabs
      value={open}
      keepMounted={false}
      onChange={(next) =>
        void navigate({
          to: '.',
          replace: true,
          search: (before: object) => ({ ...before, tab: next === 'overview' ? undefined : next }) as never,
        })
      }
    >
      <Tabs.List mb="md" aria-label={texts.tabs.label}>
        {shown.map((id) => (
          <Tabs.Tab key={id} value={id}>
            {texts.tabs[id]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {shown.map((id) => (
        <Tabs.Panel key={id} value={id}>
          {panels[id]}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
