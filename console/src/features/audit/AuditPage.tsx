import { Button, Group, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { LinkButton } from '../../kit/LinkButton.tsx'
import { useListState } from '../../kit/listState.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { organizationTrailRights } from '../../kit/trailRights.ts'
import { useRights } from '../../kit/useRights.ts'
import { AuditFilters } from './AuditFilters.tsx'
import { eventParameters, filterNames } from './auditFilters.ts'
import { EventEntry } from './EventEntry.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { texts } from './texts.ts'
import { useTrail } from './useTrail.ts'
import { Verification } from './Verification.tsx'

/** The log of the instance or organization. */
export function AuditPage() {
  const orgId = useContextOrganization()
  const { can } = useRights()
  const at = { orgId: orgId ?? '' }
  const rights = orgId ? organizationTrailRights : ['events.read']
  const missing = rights.find((right) => !can(right, at))
  return (
    <Needed right={missing ?? rights[0] ?? ''} at={at}>
      <Log key={orgId ?? ''} />
    </Needed>
  )
}

function Log() {
  const list = useListState({ filters: filterNames })
  const { can } = useRights()
  const canDeliver = useContextOrganization() === undefined && can('iam.read', { orgId: '' })
  const isLive = list.filter('live') !== ''
  const parameters = eventParameters(list).toString()
  const trail = useTrail(parameters, isLive)
  const follow = (live: boolean) => {
    list.setFilter('live', live ? '1' : '')
    // What was followed is part of the first page from then on.
    if (!live) void trail.refetch()
  }
  const error = trail.error ?? trail.tailError
  return (
    <>
      <PageHeader
        title={texts.title}
        intro={texts.intro}
        actions={
          <>
            <Switch
              label={texts.live}
              checked={isLive}
              onChange={({ currentTarget }) => follow(currentTarget.checked)}
            />
            {canDeliver && (
              <LinkButton to="/settings/log-targets" variant="default">
                {texts.targets}
              </LinkButton>
            )}
            <ExportMenu parameters={parameters} />
          </>
        }
      />
      <AuditFilters list={list} />
      <Stack gap="sm" mt="sm">
        {error ? <ProblemNotice error={error} /> : null}
        {trail.events === undefined && !error && <Skeleton height={300} aria-label={kitTexts.loading} />}
        {trail.events && (
          <>
            <Verification events={trail.events} />
            {isLive && (
              <Text size="sm" role="status">
                {texts.following}
              </Text>
            )}
            {trail.events.length === 0 && !trail.hasNextPage && (
              <Text className="card" p="xl" ta="center" role="status">
                {texts.empty}
              </Text>
            )}
            {trail.events.length > 0 && (
              <ol className="card entries log" aria-label={texts.title}>
                {trail.events.map((event) => (
                  <EventEntry key={event.position} event={event} />
                ))}
              </ol>
            )}
            {trail.hasNextPage && (
              <Group>
                <Button
                  variant="default"
                  loading={trail.isFetchingNextPage}
                  onClick={() => void trail.fetchNextPage()}
                >
                  {texts.older}
                </Button>
              </Group>
            )}
          </>
        )}
      </Stack>
    </>
  )
}
