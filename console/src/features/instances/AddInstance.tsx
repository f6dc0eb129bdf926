import { Modal, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { useEditForm } from '../../kit/useEditForm.ts'
import { emptyInstance, type NewInstance, problemsOf, requestOf } from './newInstance.ts'
import { OwnerFields } from './OwnerFields.tsx'
import { texts } from './texts.ts'

const { add: words } = texts
const path = '/system/v1/instances/_create'

interface Created {
  readonly instanceId: string
  readonly pat?: string
}

/** Creates an instance with its first owner, and opens its page; the token of a machine is shown once before. */
export function AddInstance({ close }: { close(): void }) {
  const create = useRestChange<Created>()
  const navigate = useNavigate()
  const [made, setMade] = useState<Created>()
  const open = ({ instanceId }: Created) => {
    close()
    return navigate({ to: '/instances/$instanceId', params: { instanceId } })
  }
  const edit = useEditForm<NewInstance>({
    initial: emptyInstance(),
    guard: false,
    validate: problemsOf,
    async save(_, values) {
      const created = await create.mutateAsync({ method: 'POST', path, orgId: '', body: requestOf(values) })
      notifyDone(words.added(values.name.trim()))
      if (created.pat) setMade(created)
      else await open(created)
    },
  })
  if (made) {
    return (
      <SecretOnce
        title={words.tokenTitle}
        label={words.token}
        secret={made.pat ?? ''}
        close={() => void open(made)}
      />
    )
  }
  const field = edit.form.getInputProps
  return (
    <Modal opened onClose={close} title={words.title} size="lg">
      <FormCard edit={edit} submitText={words.submit} cancel={close} saveUnchanged>
        <TextInput data-autofocus label={words.name} required {...field('name')} />
        <TextInput
          label={words.domain}
          description={words.domainHint}
          autoComplete="off"
          {...field('domain')}
        />
        <TextInput
          label={words.organization}
          description={words.organizationHint}
          {...field('organization')}
        />
        <OwnerFields form={edit.form} />
      </FormCard>
    </Modal>
  )
}
