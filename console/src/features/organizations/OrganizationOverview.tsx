import type { Organization } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { RenameForm } from '../../kit/RenameForm.tsx'
import { Section } from '../../kit/Section.tsx'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { texts } from './texts.ts'

/** Id, dates and name of an organization. */
export function OrganizationOverview({ organization }: { readonly organization: Organization }) {
  const { can } = useRights()
  const { id, name, details, primaryDomain } = organization
  const update = useChange(OrganizationService.method.updateOrganization, { orgId: id })
  return (
    <Section title={texts.overview}>
      <Facts
        facts={[
          [texts.id, <CopyField key="id" value={id} label={texts.id} />],
          [texts.primaryDomain, primaryDomain],
          [texts.created, <When key="created" at={details?.creationDate} />],
          [texts.changed, <When key="changed" at={details?.changeDate} />],
        ]}
      />
      <RenameForm
        key={id}
        name={name}
        label={texts.rename}
        done={texts.renamed}
        canWrite={can('org.write', { orgId: id })}
        rename={(next) => update.mutateAsync({ organizationId: id, name: next })}
      />
    </Section>
  )
}
