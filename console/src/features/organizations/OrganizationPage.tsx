import { Skeleton } from '@mantine/core'
import type { Organization } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useParams } from '@tanstack/react-router'
import { CallError } from '../../api/problem.ts'
import { useCall } from '../../api/useCall.ts'
import { LinkButton } from '../../kit/LinkButton.tsx'
import { Members } from '../../kit/Members.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { Timeline } from '../../kit/Timeline.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { OrganizationActions } from './OrganizationActions.tsx'
import { OrganizationDomains } from './OrganizationDomains.tsx'
import { OrganizationMetadata } from './OrganizationMetadata.tsx'
import { OrganizationOverview } from './OrganizationOverview.tsx'
import { OrganizationStateBadge } from './OrganizationStateBadge.tsx'
import { texts } from './texts.ts'
import { useDefaultOrganization } from './useDefaultOrganization.ts'

/** One organization. */
export function OrganizationPage() {
  const { organizationId } = useParams({ from: '/organizations/$organizationId' })
  const read = useCall(
    OrganizationService.method.listOrganizations,
    { queries: [{ query: { case: 'idQuery', value: { id: organizationId } } }] },
    { orgId: '' },
  )
  if (read.error) throw read.error
  const organization = read.data?.result[0]
  if (organization) return <Shown organization={organization} />
  if (read.data) throw new CallError({ message: texts.notFound, kind: 'not_found' })
  return <Skeleton height={200} aria-label={kitTexts.loading} />
}

function Shown({ organization }: { readonly organization: Organization }) {
  const { can } = useRights()
  const standard = useDefaultOrganization()
  const { id, name, state } = organization
  const at = { orgId: id }
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ text: texts.title, to: '/organizations' }]}
        beside={
          <>
            <OrganizationStateBadge state={state} />
            {standard.id === id && <StateBadge>{texts.standard.badge}</StateBadge>}
          </>
        }
        actions={
          <>
            <LinkButton to="/" search={{ org: id }} variant="default">
              {texts.work}
            </LinkButton>
            <OrganizationActions organization={organization} standard={standard} />
          </>
        }
      />
      <OrganizationOverview organization={organization} />
      <OrganizationDomains organizationId={id} />
      <OrganizationMetadata organizationId={id} />
      {can('org.member.read', at) && (
        <Section title={texts.members} intro={texts.membersIntro}>
          <Members level="organization" orgId={id} />
        </Section>
      )}
      <Section title={texts.changes}>
        <Timeline streamType="org" streamId={id} orgId={id} />
      </Section>
    </>
  )
}
