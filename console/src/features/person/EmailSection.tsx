import { Button, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Human } from './account.ts'
import { ContactProof } from './ContactProof.tsx'
import { texts } from './texts.ts'

const { email: words } = texts

/** The e-mail address of a person: its state, another one, and the codes that prove it. */
export function EmailSection({ account }: { readonly account: Human }) {
  const { userId, orgId, human } = account
  const { can } = useRights()
  const [isChanging, setChanging] = useState(false)
  const send = useChange(UserService.method.sendEmailCode, { orgId })
  const verify = useChange(UserService.method.verifyEmail, { orgId })
  const { email = '', isVerified = false } = human.email ?? {}
  const canWrite = can('user.write', { orgId })
  return (
    <Section
      title={words.title}
      actions={
        canWrite && (
          <Button variant="default" size="xs" onClick={() => setChanging(true)}>
            {words.change}
          </Button>
        )
      }
    >
      <ContactProof
        words={words}
        value={email}
        isVerified={isVerified}
        canWrite={canWrite}
        send={() => send.mutateAsync({ userId, verification: { case: 'sendCode', value: {} } })}
        verify={(verificationCode) => verify.mutateAsync({ userId, verificationCode })}
      />
      {isChanging && <ChangeEmail account={account} close={() => setChanging(false)} />}
    </Section>
  )
}

function ChangeEmail({
  account: { userId, orgId, human },
  close,
}: {
  readonly account: Human
  close(): void
}) {
  const set = useChange(UserService.method.setEmail, { orgId })
  const edit = useEditForm({
    initial: { email: human.email?.email ?? '', proof: 'mail' },
    guard: false,
    asksReason: true,
    validate: ({ email }) => ({ email: email.trim() ? undefined : kitTexts.form.required }),
    async save(_, { email, proof }) {
      const verification =
        proof === 'mail'
          ? ({ case: 'sendCode', value: {} } as const)
          : ({ case: 'isVerified', value: true } as const)
      await set.mutateAsync({ userId, email: email.trim(), verification })
      notifyDone(proof === 'mail' ? words.sent : kitTexts.saved)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={words.change}>
      <FormCard edit={edit} cancel={close}>
        <TextInput
          data-autofocus
          type="email"
          label={words.title}
          required
          autoComplete="off"
          {...edit.form.getInputProps('email')}
        />
        <Radio.Group label={words.proof} {...edit.form.getInputProps('proof')}>
          <Stack gap="xs" mt="xs">
            <Radio value="mail" label={words.proofByMail} />
            <Radio value="verified" label={words.proofByMe} />
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          {words.changeHint}
        </Text>
      </FormCard>
    </Modal>
  )
}
