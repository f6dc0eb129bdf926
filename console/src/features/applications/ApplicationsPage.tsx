import { Skeleton } from '@mantine/core'
import {
  type Application,
  ApplicationSorting,
  ApplicationState,
  ApplicationType,
} from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { TextFilterMethod } from '@sallyport/contract/zitadel/filter/v2/filter_pb.js'
import { useParams } from '@tanstack/react-router'
import { useCall } from '../../api/useCall.ts'
import type { Column } from '../../kit/DataTable.tsx'
import { dateColumn } from '../../kit/dateColumn.tsx'
import { FilterSelect, optionsOf } from '../../kit/FilterSelect.tsx'
import { LinkButton } from '../../kit/LinkButton.tsx'
import { ListTable } from '../../kit/ListTable.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ProblemPage } from '../../kit/ProblemPage.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { ApplicationStateBadge } from './ApplicationStateBadge.tsx'
import { texts } from './texts.ts'
import { anywhere, clientIdOf, kindOf, useApplicationRights, useProject } from './useApplication.ts'

const columns: readonly Column<Application>[] = [
  { key: 'name', title: texts.name, sort: 'name', cell: ({ name }) => name },
  { key: 'kind', title: texts.kind, cell: kindText },
  { key: 'client', title: texts.clientId, cell: clientIdOf },
  {
    key: 'state',
    title: texts.state,
    sort: 'state',
    cell: ({ state }) => <ApplicationStateBadge state={state} />,
  },
  dateColumn('changed', texts.changed, ({ changeDate }) => changeDate),
]

const sorting: Readonly<Record<string, ApplicationSorting>> = {
  state: ApplicationSorting.APPLICATION_SORT_BY_STATE,
  changed: ApplicationSorting.APPLICATION_SORT_BY_CHANGE_DATE,
}

/** The applications of a project. */
export function ApplicationsPage() {
  const { projectId } = useParams({ from: '/projects/$projectId/applications' })
  return (
    <Needed right="project.app.read" at={{ projectId }}>
      <Listed projectId={projectId} />
    </Needed>
  )
}

function Listed({ projectId }: { readonly projectId: string }) {
  const list = useListState({ sort: 'name', filters: ['kind', 'state'] })
  const { project, error } = useProject(projectId)
  const { canWrite } = useApplicationRights(project)
  const query = useCall(ApplicationService.method.listApplications, requestOf(list, projectId), anywhere)
  if (error) return <ProblemPage error={error} />
  if (!project) return <Skeleton height={200} aria-label={kitTexts.loading} />
  const addButton = canWrite && (
    <LinkButton to="/applications/new" search={{ project: projectId }}>
      {texts.add}
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        title={texts.title}
        crumbs={[{ text: project.name, to: `/projects/${projectId}` }]}
        actions={
          <>
            <LinkButton to="/projects/$projectId/applications/keys" params={{ projectId }} variant="default">
              {texts.keys.ofProject}
            </LinkButton>
            {addButton}
          </>
        }
      />
      <ListTable
        search={texts.search}
        filters={
          <>
            <FilterSelect
              list={list}
              name="kind"
              label={texts.kind}
              all={texts.everyKind}
              options={optionsOf([ApplicationType.OIDC, ApplicationType.API], texts.protocols)}
            />
            <FilterSelect
              list={list}
              name="state"
              label={texts.state}
              all={texts.everyState}
              options={optionsOf([ApplicationState.ACTIVE, ApplicationState.INACTIVE], texts.states)}
            />
          </>
        }
        label={texts.title}
        list={list}
        columns={columns}
        rows={query.data?.applications}
        query={query}
        idOf={({ applicationId }) => applicationId}
        nameOf={({ name }) => name}
        linkTo={({ applicationId }) => `/projects/${projectId}/applications/${applicationId}`}
        empty={texts.empty}
        add={addButton}
      />
    </>
  )
}

function kindText(application: Application): string {
  const kind = kindOf(application)
  return kind ? texts.kinds[kind].title : texts.saml
}

function requestOf({ query, offset, size, sort, descending, filter }: ListState, projectId: string) {
  const kind = Number(filter('kind'))
  const state = Number(filter('state'))
  return {
    pagination: { offset: BigInt(offset), limit: size, asc: !descending },
    sortingColumn: sorting[sort] ?? ApplicationSorting.APPLICATION_SORT_BY_NAME,
    filters: [
      { filter: { case: 'projectIdFilter' as const, value: { projectId } } },
      ...(query
        ? [
            {
              filter: {
                case: 'nameFilter' as const,
                value: { name: query, method: TextFilterMethod.CONTAINS_IGNORE_CASE },
              },
            },
          ]
        : []),
      ...(kind ? [{ filter: { case: 'typeFilter' as const, value: kind as ApplicationType } }] : []),
      ...(state ? [{ filter: { case: 'stateFilter' as const, value: state as ApplicationState } }] : []),
    ],
  }
}
