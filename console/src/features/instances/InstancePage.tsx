import { Button, Skeleton, Text } from '@mantine/core'
import type { Instance } from '@sallyport/contract/zitadel/instance/v2/instance_pb.js'
import { InstanceService } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCall, useChange } from '../../api/useCall.ts'
import { Allowed } from '../../kit/Allowed.tsx'
import { ConfirmByName } from '../../kit/ConfirmByName.tsx'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { RenameForm } from '../../kit/RenameForm.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { labelled } from '../../language/language.ts'
import { CustomDomains } from './CustomDomains.tsx'
import { TrustedDomains } from './TrustedDomains.tsx'
import { texts } from './texts.ts'

/** One instance. */
export function InstancePage() {
  const { instanceId } = useParams({ from: '/instances/$instanceId' })
  const read = useCall(InstanceService.method.getInstance, { instanceId }, { orgId: '' })
  if (read.error) throw read.error
  const instance = read.data?.instance
  if (instance === undefined) return <Skeleton height={200} aria-label={kitTexts.loading} />
  return (
    <>
      <PageHeader
        title={instance.name}
        crumbs={[{ text: texts.title, to: '/instances' }]}
        beside={isHere(instance) && <StateBadge>{texts.here}</StateBadge>}
        actions={
          <Allowed needs="system.instance.delete">
            <RemoveInstance instance={instance} />
          </Allowed>
        }
      />
      <Overview instance={instance} />
      <CustomDomains instanceId={instance.id} />
      <TrustedDomains instanceId={instance.id} />
    </>
  )
}

/** Whether the address of this page is one of the instance. */
function isHere({ customDomains }: Instance): boolean {
  return customDomains.some(({ domain }) => domain === location.hostname)
}

function Overview({ instance }: { readonly instance: Instance }) {
  const { id, name, state, version, creationDate, changeDate } = instance
  const { can } = useRights()
  const update = useChange(InstanceService.method.updateInstance, { orgId: '' })
  return (
    <Section title={texts.overview}>
      <Facts
        facts={[
          [texts.id, <CopyField key="id" value={id} label={texts.id} />],
          [texts.state, texts.states[state]],
          [texts.version, version],
          [texts.created, <When key="created" at={creationDate} />],
          [texts.changed, <When key="changed" at={changeDate} />],
        ]}
      />
      <RenameForm
        key={id}
        name={name}
        label={texts.rename}
        done={texts.renamed}
        canWrite={can('system.instance.write')}
        rename={(instanceName) => update.mutateAsync({ instanceId: id, instanceName })}
      />
    </Section>
  )
}

function RemoveInstance({ instance }: { readonly instance: Instance }) {
  const { id: instanceId, name } = instance
  const [isAsking, setAsking] = useState(false)
  const navigate = useNavigate()
  const remove = useChange(InstanceService.method.deleteInstance, {
    orgId: '',
    leave: () => navigate({ to: '/instances' }),
  })
  return (
    <>
      <Button color="red" variant="outline" onClick={() => setAsking(true)}>
        {texts.remove}
      </Button>
      {isAsking && (
        <ConfirmByName
          title={labelled(texts.remove, name)}
          name={name}
          text={
            <>
              <Text>{texts.removeText}</Text>
              {isHere(instance) && <Text fw={600}>{texts.removeHere}</Text>}
            </>
          }
          submitText={texts.remove}
          act={async () => {
            await remove.mutateAsync({ instanceId })
            notifyDone(texts.removed(name))
          }}
          close={() => setAsking(false)}
        />
      )}
    </>
  )
}
