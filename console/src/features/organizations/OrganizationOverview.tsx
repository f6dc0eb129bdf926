import { TextInput } from '@mantine/core'
import type { Organization } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { texts } from './texts.ts'

/** Id, dates and name of an organization. */
export function OrganizationOverview({ organization }: { readonly organization: Organization }) {
  const { can } = useRights()
  const { id, name, details, primaryDomain } = organization
  const update = useChange(OrganizationService.method.updateOrganization, { orgId: id })
  const edit = useEditForm({
    initial: { name },
    validate: (values) => ({ name: values.name.trim() ? undefined : kitTexts.form.required }),
    async save(_, values) {
      await update.mutateAsync({ organizationId: id, name: values.name.trim() })
      notifyDone(texts.renamed)
    },
  })
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
      <FormCard edit={edit} canWrite={can('org.write', { orgId: id })}>
        <TextInput label={texts.rename} maw={420} {...edit.form.getInputProps('name')} />
      </FormCard>
    </Section>
  )
}
