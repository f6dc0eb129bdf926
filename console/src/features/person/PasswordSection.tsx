import { Button, Checkbox, Group, Modal, Text } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { NotificationType } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { NewPassword } from '../../kit/NewPassword.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { newPasswordProblems, usePasswordRules } from '../../kit/passwordRules.ts'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { labelled } from '../../language/language.ts'
import type { Human } from './account.ts'
import { LinkOnce } from './LinkOnce.tsx'
import { passwordLink } from './links.ts'
import { texts } from './texts.ts'

const { password: words } = texts

/** The password of a person: set one, or let the person set one by a link. */
export function PasswordSection({
  account,
  hasPassword,
}: {
  readonly account: Human
  readonly hasPassword: boolean
}) {
  const { userId, orgId, human } = account
  const { can } = useRights()
  const [isSetting, setSetting] = useState(false)
  const [link, setLink] = useState<string>()
  const reset = useChange(UserService.method.passwordReset, { orgId })
  const send = (notificationType: NotificationType) =>
    reset
      .mutateAsync({ userId, medium: { case: 'sendLink', value: { notificationType } } })
      .then(() => notifyDone(words.sent), notifyProblem)
  const show = () =>
    reset
      .mutateAsync({ userId, medium: { case: 'returnCode', value: {} } })
      .then(({ verificationCode = '' }) => setLink(passwordLink(account, verificationCode)), notifyProblem)
  const canWrite = can('user.write', { orgId })
  return (
    <Section title={words.title}>
      <Group gap="xs">
        <StateBadge tone={hasPassword ? 'good' : 'quiet'}>{hasPassword ? words.set : words.none}</StateBadge>
        {human.passwordChangeRequired && <StateBadge tone="warn">{words.changeRequired}</StateBadge>}
        {hasPassword && human.passwordChanged && (
          <Text size="sm" c="dimmed">
            {words.changed} <When at={human.passwordChanged} />
          </Text>
        )}
      </Group>
      {canWrite && (
        <Group gap="xs">
          <Button variant="default" onClick={() => setSetting(true)}>
            {hasPassword ? words.replace : words.first}
          </Button>
          <Button variant="default" loading={reset.isPending} onClick={() => send(NotificationType.Email)}>
            {words.mail}
          </Button>
          {human.phone?.isVerified && (
            <Button variant="default" loading={reset.isPending} onClick={() => send(NotificationType.SMS)}>
              {words.sms}
            </Button>
          )}
          <Button variant="default" loading={reset.isPending} onClick={show}>
            {words.show}
          </Button>
        </Group>
      )}
      {isSetting && <SetPassword account={account} close={() => setSetting(false)} />}
      {link && <LinkOnce title={words.show} link={link} close={() => setLink(undefined)} />}
    </Section>
  )
}

function SetPassword({
  account: { userId, orgId, name },
  close,
}: {
  readonly account: Human
  close(): void
}) {
  const rules = usePasswordRules(orgId)
  const set = useChange(UserService.method.setPassword, { orgId })
  const edit = useEditForm({
    initial: { password: '', repeated: '', changeRequired: true },
    guard: false,
    asksReason: true,
    validate: (values) => newPasswordProblems(values, rules),
    async save(_, { password, changeRequired }) {
      await set.mutateAsync({ userId, newPassword: { password, changeRequired } })
      notifyDone(words.done)
      close()
    },
  })
  const { getInputProps } = edit.form
  return (
    <Modal opened onClose={close} title={labelled(words.replace, name)} size="lg">
      <FormCard edit={edit} cancel={close}>
        <NewPassword
          rules={rules}
          password={getInputProps('password')}
          repeated={getInputProps('repeated')}
        />
        <Checkbox label={words.mustChange} {...getInputProps('changeRequired', { type: 'checkbox' })} />
      </FormCard>
    </Modal>
  )
}
