import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { labelled } from '../../language/language.ts'
import type { Human } from './account.ts'
import { ContactProof } from './ContactProof.tsx'
import { texts } from './texts.ts'

const { phone: words } = texts

/** The phone number of a person: its state, another one, its removal, and the codes that prove it. */
export function PhoneSection({ account }: { readonly account: Human }) {
  const { userId, orgId, human } = account
  const { can } = useRights()
  const [asking, setAsking] = useState<'change' | 'remove'>()
  const resend = useChange(UserService.method.resendPhoneCode, { orgId })
  const verify = useChange(UserService.method.verifyPhone, { orgId })
  const remove = useChange(UserService.method.removePhone, { orgId })
  const { phone = '', isVerified = false } = human.phone ?? {}
  const canWrite = can('user.write', { orgId })
  const close = () => setAsking(undefined)
  return (
    <Section
      title={words.title}
      actions={
        canWrite && (
          <>
            <Button variant="default" size="xs" onClick={() => setAsking('change')}>
              {phone ? words.change : words.add}
            </Button>
            {phone && (
              <Button variant="subtle" color="red" size="xs" onClick={() => setAsking('remove')}>
                {words.remove}
              </Button>
            )}
          </>
        )
      }
    >
      <ContactProof
        words={words}
        value={phone}
        isVerified={isVerified}
        canWrite={canWrite}
        send={() => resend.mutateAsync({ userId, verification: { case: 'sendCode', value: {} } })}
        verify={(verificationCode) => verify.mutateAsync({ userId, verificationCode })}
      />
      {asking === 'change' && <ChangePhone account={account} close={close} />}
      {asking === 'remove' && (
        <Confirm
          title={labelled(words.remove, phone)}
          text={words.removeText}
          submitText={words.remove}
          danger
          act={() => remove.mutateAsync({ userId })}
          close={close}
        />
      )}
    </Section>
  )
}

function ChangePhone({
  account: { userId, orgId, human },
  close,
}: {
  readonly account: Human
  close(): void
}) {
  const set = useChange(UserService.method.setPhone, { orgId })
  const edit = useEditForm({
    initial: { phone: human.phone?.phone ?? '', isVerified: false },
    guard: false,
    asksReason: true,
    validate: ({ phone }) => ({
      phone: /^\+[\d ]{6,}$/.test(phone.trim()) ? undefined : words.format,
    }),
    async save(_, { phone, isVerified }) {
      const verification = isVerified
        ? ({ case: 'isVerified', value: true } as const)
        : ({ case: 'sendCode', value: {} } as const)
      await set.mutateAsync({ userId, phone: phone.replaceAll(' ', ''), verification })
      notifyDone(isVerified ? kitTexts.saved : words.sent)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={words.title}>
      <FormCard edit={edit} cancel={close}>
        <TextInput
          data-autofocus
          type="tel"
          label={words.number}
          description={words.format}
          required
          autoComplete="off"
          {...edit.form.getInputProps('phone')}
        />
        <Checkbox label={words.isVerified} {...edit.form.getInputProps('isVerified', { type: 'checkbox' })} />
      </FormCard>
    </Modal>
  )
}
