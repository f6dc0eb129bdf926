import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { DomainValidationType } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { labelled } from '../../language/language.ts'
import { texts } from './texts.ts'

const { domains } = texts
const ways = { http: DomainValidationType.HTTP, dns: DomainValidationType.DNS } as const
type Way = keyof typeof ways

/** Leads through the proof that an organization has a domain: by a file or by a record; the check can be repeated. */
export function VerifyDomain({
  organizationId,
  domain,
  close,
}: {
  readonly organizationId: string
  readonly domain: string
  close(): void
}) {
  const at = { orgId: organizationId }
  const generate = useChange(OrganizationService.method.generateOrganizationDomainValidation, at)
  const verify = useChange(OrganizationService.method.verifyOrganizationDomain, at)
  const [way, setWay] = useState<Way>('dns')
  const made = generate.data
  const check = async () => {
    await verify.mutateAsync({ organizationId, domain })
    notifyDone(domains.done)
    close()
  }
  return (
    <Modal opened onClose={close} title={labelled(domains.verify, domain)} size="lg">
      <Stack gap="sm">
        {made === undefined ? (
          <>
            <Radio.Group label={domains.method} value={way} onChange={(chosen) => setWay(chosen as Way)}>
              <Stack gap="xs" mt="xs">
                <Radio value="dns" label={domains.dns} />
                <Radio value="http" label={domains.http} />
              </Stack>
            </Radio.Group>
            {generate.error && <ProblemNotice error={generate.error} />}
            <Group>
              <Button
                loading={generate.isPending}
                onClick={() => generate.mutate({ organizationId, domain, type: ways[way] })}
              >
                {domains.start}
              </Button>
            </Group>
          </>
        ) : (
          <>
            <Text>{way === 'http' ? domains.httpSteps : domains.dnsSteps}</Text>
            <Facts
              facts={[
                [
                  way === 'http' ? domains.address : domains.host,
                  <CopyField key="url" value={made.url} label={domains.host} />,
                ],
                [
                  way === 'http' ? domains.content : domains.value,
                  <CopyField key="token" value={made.token} label={domains.value} />,
                ],
              ]}
            />
            {verify.error && <ProblemNotice error={verify.error} />}
            <Group>
              <Button loading={verify.isPending} onClick={() => void check().catch(() => undefined)}>
                {domains.check}
              </Button>
              <Button variant="default" onClick={() => generate.reset()}>
                {domains.again}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  )
}
