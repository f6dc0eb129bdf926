import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
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
  const rest = useRestChange<{ readonly recoveryCodes?: readonly string[] }>()
  const [codes, setCodes] = useState<readonly string[]>()
  const has = (kind: string) => factors.some((factor) => factor.kind === kind)
  const add = (end: string) =>
    rest.mutateAsync({ method: 'POST', path: `/v2/users/${userId}/${end}`, orgId, body: {} })
  const addCodes = (end: string) => add(end).then(() => notifyDone(words.addedDone), notifyProblem)
  const generate = () =>
    add('recovery_codes').then(({ recoveryCodes = [] }) => setCodes(recoveryCodes), notifyProblem)
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
  if (!canEmail && !canSms && !canGenerate) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" loading={rest.isPending}>
          {words.add}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {canEmail && <Menu.Item onClick={() => addCodes('otp_email')}>{words.addEmail}</Menu.Item>}
        {canSms && <Menu.Item onClick={() => addCodes('otp_sms')}>{words.addSms}</Menu.Item>}
        {canGenerate && <Menu.Item onClick={generate}>{words.addRecovery}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
