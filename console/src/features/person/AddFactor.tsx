import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import type { Human } from './account.ts'
import { type Factor, isOwn } from './factors.ts'
import { texts } from './texts.ts'

const { factors: words } = texts

/** The factors that an administrator can add without the person: codes to a verified contact, and recovery codes. */
export function AddFactor({
  account,
  factors,
}: {
  readonly account: Human
  readonly factors: readonly Factor[]
}) {
  const { userId, orgId, human } = account
  const rest = useRestChange<{ readonly codes?: readonly string[] }>()
  const [codes, setCodes] = useState<readonly string[]>()
  const [isAsking, setAsking] = useState(false)
  const has = (kind: string) => factors.some((factor) => factor.kind === kind)
  const post = (path: string) => rest.mutateAsync({ method: 'POST', path, orgId, body: {} })
  const add = (kind: string) =>
    post(`/v2/users/${userId}/${kind}`).then(() => notifyDone(words.addedDone), notifyProblem)
  const replace = async () => {
    const made = await post(`/sallyport/v1/users/${userId}/recovery_codes`)
    setCodes(made.codes ?? [])
  }
  const canEmail = human.email?.isVerified && !has('otp_email')
  const canSms = human.phone?.isVerified && !has('otp_sms')
  const canGenerate = factors.some(isOwn)
  if (codes) {
    return (
      <SecretOnce
        title={words.recoveryCodes}
        label={words.recoveryCodes}
        secret={codes.join('\n')}
        close={() => setCodes(undefined)}
      />
    )
  }
  if (isAsking) {
    return (
      <Confirm
        title={words.replaceRecovery}
        text={words.replaceRecoveryText}
        submitText={words.replaceRecovery}
        danger
        act={replace}
        close={() => setAsking(false)}
      />
    )
  }
  if (!canEmail && !canSms && !canGenerate) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" loading={rest.isPending}>
          {words.add}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {canEmail && <Menu.Item onClick={() => add('otp_email')}>{words.addEmail}</Menu.Item>}
        {canSms && <Menu.Item onClick={() => add('otp_sms')}>{words.addSms}</Menu.Item>}
        {canGenerate &&
          (has('recovery_code') ? (
            <Menu.Item onClick={() => setAsking(true)}>{words.replaceRecovery}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => replace().catch(notifyProblem)}>{words.addRecovery}</Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}
