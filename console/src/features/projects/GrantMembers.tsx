import type { ProjectGrant } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useRead } from '../../api/useRead.ts'
import { Members } from '../../kit/Members.tsx'
import { Section } from '../../kit/Section.tsx'
import { useRights } from '../../kit/useRights.ts'
import { texts } from './texts.ts'
import { useProjectRights } from './useProject.ts'

const { grants: words } = texts

interface Grants {
  readonly result?: readonly {
    readonly grantId: string
    readonly projectId: string
    readonly grantedOrgId: string
  }[]
}

/** The administrators of a grant. Only the first generation has them, and tells the id of the grant. */
export function GrantMembers({ grant }: { readonly grant: ProjectGrant }) {
  const { projectId, organizationId, grantedOrganizationId } = grant
  const { can } = useRights()
  const owns = useProjectRights(grant)
  const isOwner = owns('project.grant.member.read')
  const orgId = isOwner ? organizationId : grantedOrganizationId
  const canRead = isOwner || can('project.grant.member.read', { orgId })
  const { data } = useRead<Grants>(
    isOwner
      ? `/management/v1/projects/${projectId}/grants/_search`
      : '/management/v1/granted_projects/_search',
    { orgId, enabled: canRead, body: { query: { limit: 1000 } } },
  )
  const found = data?.result?.find(
    (one) => one.projectId === projectId && one.grantedOrgId === grantedOrganizationId,
  )
  if (!canRead || !found) return null
  return (
    <Section title={words.members} intro={words.membersIntro}>
      <Members level="grant" orgId={orgId} projectId={projectId} grantId={found.grantId} />
    </Section>
  )
}
