import { Button, Group, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import type { Domain } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useState } from 'react'
import { useCall, useChange } from '../../api/useCall.ts'
import { useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { texts } from './texts.ts'
import { VerifyDomain } from './VerifyDomain.tsx'

/** The domains of an organization, and the proofs that it has them. */
export function OrganizationDomains({ organizationId }: { readonly organizationId: string }) {
  const { can } = useRights()
  const at = { orgId: organizationId }
  const read = useCall(OrganizationService.method.listOrganizationDomains, { organizationId }, at)
  const canWrite = can('org.write', at)
  if (read.error) {
    return (
      <Section title={texts.domains.title}>
        <ProblemNotice error={read.error} />
      </Section>
    )
  }
  return (
    <Section title={texts.domains.title} intro={texts.domains.intro}>
      {read.data === undefined && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {read.data?.domains.length === 0 && <Text>{texts.domains.empty}</Text>}
      {read.data && read.data.domains.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table aria-label={texts.domains.title}>
            <Table.Tbody>
              {read.data.domains.map((domain) => (
                <DomainRow key={domain.domain} domain={domain} canWrite={canWrite} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {canWrite && <AddDomain organizationId={organizationId} />}
    </Section>
  )
}

function DomainRow({
  domain: { domain, organizationId, isPrimary, isVerified },
  canWrite,
}: {
  readonly domain: Domain
  readonly canWrite: boolean
}) {
  const at = { orgId: organizationId }
  const [asking, setAsking] = useState<'verify' | 'remove'>()
  const remove = useChange(OrganizationService.method.deleteOrganizationDomain, at)
  const rest = useRestChange()
  const close = () => setAsking(undefined)
  const makePrimary = () =>
    rest
      .mutateAsync({
        ...at,
        method: 'POST',
        path: `/management/v1/orgs/me/domains/${encodeURIComponent(domain)}/_set_primary`,
        body: {},
      })
      .catch(notifyProblem)
  return (
    <Table.Tr>
      <Table.Td>
        <Stack gap={2}>
          <Text>{domain}</Text>
          <Group gap={4}>
            {isPrimary && <StateBadge>{texts.domains.primary}</StateBadge>}
            <StateBadge tone={isVerified ? 'good' : 'warn'}>
              {isVerified ? texts.domains.verified : texts.domains.notVerified}
            </StateBadge>
          </Group>
        </Stack>
      </Table.Td>
      <Table.Td>
        {canWrite && !isPrimary && (
          <Group gap="xs" justify="flex-end">
            {isVerified ? (
              <Button size="xs" variant="default" loading={rest.isPending} onClick={makePrimary}>
                {texts.domains.makePrimary}
              </Button>
            ) : (
              <Button size="xs" onClick={() => setAsking('verify')}>
                {texts.domains.verify}
              </Button>
            )}
            <Button size="xs" variant="subtle" color="red" onClick={() => setAsking('remove')}>
              {texts.domains.remove}
            </Button>
          </Group>
        )}
        {asking === 'verify' && (
          <VerifyDomain organizationId={organizationId} domain={domain} close={close} />
        )}
        {asking === 'remove' && (
          <Confirm
            title={texts.domains.removeTitle}
            text={texts.domains.removeText(domain)}
            submitText={texts.domains.remove}
            danger
            act={() => remove.mutateAsync({ organizationId, domain })}
            close={close}
          />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function AddDomain({ organizationId }: { readonly organizationId: string }) {
  const add = useChange(OrganizationService.method.addOrganizationDomain, { orgId: organizationId })
  const edit = useEditForm({
    initial: { domain: '' },
    guard: false,
    validate: ({ domain }) => ({ domain: domain.trim() ? undefined : kitTexts.form.required }),
    async save(_, { domain }) {
      await add.mutateAsync({ organizationId, domain: domain.trim() })
      notifyDone(texts.domains.added)
      edit.form.reset()
    },
  })
  return (
    <FormCard edit={edit} submitText={texts.domains.add}>
      <TextInput
        label={texts.domains.domain}
        description={texts.domains.hint}
        maw={420}
        autoComplete="off"
        {...edit.form.getInputProps('domain')}
      />
    </FormCard>
  )
}
