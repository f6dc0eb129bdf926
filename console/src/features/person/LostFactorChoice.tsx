import { Checkbox, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { DialogButtons } from '../../kit/DialogButtons.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { useReason } from '../../kit/useReason.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import type { Human } from './account.ts'
import { type Factor, keyOf } from './factors.ts'
import { LostFactorEffects } from './LostFactorEffects.tsx'
import type { LinkWay, LostFactorPlan } from './lostFactorPlan.ts'
import { factorTitle, texts } from './texts.ts'

const { lost: words } = texts

/** What is lost, what shall happen, and what that will do. */
export function LostFactorChoice({
  account,
  factors,
  start,
  close,
}: {
  readonly account: Human
  readonly factors: readonly Factor[]
  start(plan: LostFactorPlan): void
  close(): void
}) {
  const { can } = useRights()
  const at = { orgId: account.orgId }
  const canEnd = can('session.delete', at)
  const canLink = can('user.passkey.write', at)
  const reason = useReason()
  const [chosen, setChosen] = useState<string[]>([])
  const [endAccess, setEndAccess] = useState(canEnd)
  const [link, setLink] = useState<LinkWay>(canLink ? 'mail' : 'none')
  const lost = factors.filter((factor) => chosen.includes(keyOf(factor)))
  if (factors.length === 0) return <Text>{words.nothing}</Text>
  return (
    <Stack gap="md">
      <Checkbox.Group label={words.choose} value={chosen} onChange={setChosen}>
        <Stack gap="xs" mt="xs">
          {factors.map((factor) => (
            <Checkbox
              key={keyOf(factor)}
              value={keyOf(factor)}
              label={<bdi>{factorTitle(factor)}</bdi>}
              description={
                <>
                  {texts.factors.lastUsed} <When at={factor.lastUsedAt} />
                </>
              }
            />
          ))}
        </Stack>
      </Checkbox.Group>
      {canEnd && (
        <Checkbox
          label={words.endAccess}
          description={words.endAccessHint}
          checked={endAccess}
          onChange={(event) => setEndAccess(event.currentTarget.checked)}
        />
      )}
      {canLink && (
        <Radio.Group label={words.link} value={link} onChange={(way) => setLink(way as LinkWay)}>
          <Stack gap="xs" mt="xs">
            {(['mail', 'show', 'none'] as const).map((way) => (
              <Radio key={way} value={way} label={words.ways[way]} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {lost.length > 0 && (
        <LostFactorEffects account={account} factors={factors} lost={lost} key={chosen.join()} />
      )}
      {lost.length > 0 && <ReasonField reason={reason} />}
      <DialogButtons
        submitText={words.start}
        danger
        ready={lost.length > 0}
        onClick={() => start({ lost, endAccess, link, reason })}
        close={close}
      />
    </Stack>
  )
}
