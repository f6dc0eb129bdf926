import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Human } from './account.ts'
import { ContactLine } from './ContactLine.tsx'
import { EnterCode } from './EnterCode.tsx'
import { texts } from './texts.ts'

const { email: words } = texts

/** The e-mail address of a person: its state, another one, and the codes that prove it. */
export function EmailSection({ account }: { readonly account: Human }) {
  const { userId, orgId, human } = account
  const { can } = useRights()
  const [asking, setAsking] = useState<'change' | 'code'>()
  const send = useChange(UserService.method.sendEmailCode, { orgId })
  const verify = useChange(UserService.method.verifyEmail, { orgId })
  const { email = '', isVerified = false } = human.email ?? {}
  const canWrite = can('user.write', { orgId })
  const close = () => setAsking(undefined)
  const sendCode = () =>
    send
      .mutateAsync({ userId, verification: { case: 'sendCode', value: {} } })
      .then(() => notifyDone(words.sent), notifyProblem)
  return (
    <Section
      title={words.title}
      actions={
        canWrite && (
          <Button variant="default" size="xs" onClick={() => setAsking('change')}>
            {words.change}
          </Button>
        )
      }
    >
      <ContactLine value={email} isVerified={isVerified} />
      {canWrite && email !== '' && !isVerified && (
        <Group gap="xs">
          <Button size="xs" loading={send.isPending} onClick={sendCode}>
            {words.send}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsking('code')}>
            {texts.codes.enter}
          </Button>
        </Group>
      )}
      {asking === 'change' && <ChangeEmail account={account} close={close} />}
      {asking === 'code' && (
        <EnterCode
          title={words.title}
          verify={(verificationCode) => verify.mutateAsync({ userId, verificationCode })}
          close={close}
        />
      )}
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
