import { Anchor, Skeleton, Stack, Text } from '@mantine/core'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRead } from '../../api/useRead.ts'
import { useListState } from '../../kit/listState.ts'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { AttentionList } from './AttentionList.tsx'
import { CoverageTable } from './CoverageTable.tsx'
import { Days } from './Days.tsx'
import { Figures } from './Figures.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import type { Overview } from './overview.ts'
import { texts } from './texts.ts'

/** The first page. People without any right are sent to their own account. */
export function HomePage() {
  const { rights, can } = useRights()
  const { environment } = useSession()
  const orgId = useContextOrganization()
  const places = [rights.instance, ...rights.organizations, ...rights.projects, ...rights.grants]
  const hasNone = places.every(({ permissions }) => permissions.length === 0)
  if (hasNone) {
    return (
      <Stack>
        <PageHeader title={texts.noRightsTitle} />
        <Text>{texts.noRights}</Text>
        <Anchor href="/ui/account">{texts.ownAccount}</Anchor>
      </Stack>
    )
  }
  // The server asks for the right at the level of the figures; a member of one project has it there only.
  const mayCount =
    rights.instance.permissions.includes('user.read') ||
    rights.organizations.some((one) => one.orgId === orgId && one.permissions.includes('user.read'))
  return (
    <>
      <PageHeader title={texts.title} intro={introOf(environment)} />
      {mayCount ? (
        <AtAGlance isAdministrator={!orgId && can('iam.write', { orgId: '' })} />
      ) : (
        <Text>{texts.noFigures}</Text>
      )}
    </>
  )
}

function introOf({ instance, version }: { readonly instance: string; readonly version: string }): string {
  return `${instance}, ${texts.version(version)}`
}

function AtAGlance({ isAdministrator }: { readonly isAdministrator: boolean }) {
  const { offset, size } = useListState()
  const query = useRead<Overview>(`/sallyport/v1/overview?days=30&offset=${offset}&limit=${size}`)
  if (query.error) return <ProblemNotice error={query.error} />
  if (query.data === undefined) return <Skeleton height={300} aria-label={kitTexts.loading} />
  const { data: overview } = query
  return (
    <>
      <Figures overview={overview} />
      {isAdministrator && <FirstSteps overview={overview} />}
      <AttentionList attention={overview.attention} />
      <Days overview={overview} />
      {overview.organizations && <CoverageTable organizations={overview.organizations} query={query} />}
    </>
  )
}
