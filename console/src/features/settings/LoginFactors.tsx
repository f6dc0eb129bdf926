import { Button, Group, Stack, Switch, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { RestCall } from '../../api/rest.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRestChange, useRestSender } from '../../api/useRead.ts'
import { ConfirmEffects } from '../../kit/ConfirmEffects.tsx'
import { type DryRunReply, effectsOf } from '../../kit/effects.ts'
import { notifyDone } from '../../kit/notify.ts'
import { Warnings } from '../../kit/PolicyForm.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { LevelBadge } from './PolicySection.tsx'
import type { PolicyRead } from './policyWire.ts'
import { loginPolicy } from './signInPolicies.ts'
import { texts } from './texts.ts'
import { type OpenPolicy, usePolicy } from './usePolicy.ts'

type Factor = keyof typeof texts.factors.names

/** The two lists of a login policy, and the last part of their paths. */
const lists: readonly [FactorList, FactorList] = [
  {
    title: texts.factors.second,
    member: 'secondFactors',
    path: 'second_factors',
    factors: [
      'SECOND_FACTOR_TYPE_OTP',
      'SECOND_FACTOR_TYPE_U2F',
      'SECOND_FACTOR_TYPE_OTP_SMS',
      'SECOND_FACTOR_TYPE_OTP_EMAIL',
    ],
  },
  {
    title: texts.factors.multi,
    member: 'multiFactors',
    path: 'multi_factors',
    factors: ['MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION'],
  },
]

/** One of the two lists. */
interface FactorList {
  readonly title: string
  /** Its member of the policy. */
  readonly member: 'secondFactors' | 'multiFactors'
  readonly path: string
  readonly factors: readonly Factor[]
}

/** One factor that is to be allowed or forbidden. */
interface Step {
  readonly list: FactorList
  readonly factor: Factor
  readonly allow: boolean
}

/** The factors that a login policy allows. Each is a call of its own; the first one of an organization copies the whole policy. */
export function LoginFactors() {
  const open = usePolicy(loginPolicy)
  const [step, setStep] = useState<Step>()
  const { read, canWrite } = open
  if (read === undefined) return null
  return (
    <Section title={texts.factors.title} intro={texts.factors.intro} actions={<LevelBadge read={read} />}>
      {lists.map((list) => (
        <Stack key={list.member} gap="sm">
          <Title order={3} size="h5">
            {list.title}
          </Title>
          {list.factors.map((factor) => {
            const [label, hint] = texts.factors.names[factor]
            const isAllowed = allowedIn(read, list).includes(factor)
            return (
              <Switch
                key={factor}
                label={label}
                description={hint}
                disabled={!canWrite}
                checked={isAllowed}
                onChange={() => setStep({ list, factor, allow: !isAllowed })}
              />
            )
          })}
        </Stack>
      ))}
      <RecoveryCodes read={read} canWrite={canWrite} choose={setStep} />
      {step && <ConfirmStep step={step} read={read} open={open} close={() => setStep(undefined)} />}
    </Section>
  )
}

/** Recovery codes are allowed by name, allowed without a word, or forbidden; the contract does not tell the last two apart. */
function RecoveryCodes({
  read,
  canWrite,
  choose,
}: {
  readonly read: PolicyRead
  readonly canWrite: boolean
  choose(step: Step): void
}) {
  const factor = 'SECOND_FACTOR_TYPE_RECOVERY_CODES'
  const [list] = lists
  const [label, hint] = texts.factors.names[factor]
  const isNamed = allowedIn(read, list).includes(factor)
  return (
    <Group justify="space-between" gap="xs">
      <Stack gap={2}>
        <Group gap="xs">
          <Text size="sm">{label}</Text>
          {isNamed && <StateBadge tone="good">{texts.factors.named}</StateBadge>}
        </Group>
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      </Stack>
      {canWrite && (
        <Group gap="xs">
          {!isNamed && (
            <Button size="xs" variant="default" onClick={() => choose({ list, factor, allow: true })}>
              {texts.factors.allowNow}
            </Button>
          )}
          {read.source !== 'inherited' && (
            <Button size="xs" variant="default" onClick={() => choose({ list, factor, allow: false })}>
              {texts.factors.forbidNow}
            </Button>
          )}
        </Group>
      )}
    </Group>
  )
}

function ConfirmStep({
  step,
  read,
  open,
  close,
}: {
  readonly step: Step
  readonly read: PolicyRead
  readonly open: OpenPolicy
  close(): void
}) {
  const orgId = useContextOrganization()
  const send = useRestSender()
  const change = useRestChange()
  const [name] = texts.factors.names[step.factor]
  const call = callOf(step, read, open, orgId)
  return (
    <ConfirmEffects
      title={step.allow ? texts.factors.allow(name) : texts.factors.forbid(name)}
      text={<Warnings texts={warningsOf(step, read)} />}
      submitText={texts.factors.save}
      dryRun={async () => effectsOf(await send<DryRunReply>({ ...call, dryRun: 'people' }))}
      act={async () => {
        await change.mutateAsync(call)
        notifyDone(step.allow ? texts.factors.allowed(name) : texts.factors.forbidden(name))
      }}
      close={close}
    />
  )
}

function allowedIn({ wire }: PolicyRead, { member }: FactorList): readonly string[] {
  return (wire[member] as readonly string[] | undefined) ?? []
}

function callOf(
  { list, factor, allow }: Step,
  read: PolicyRead,
  open: OpenPolicy,
  orgId: string | undefined,
): RestCall {
  if (read.source === 'inherited') {
    const now = allowedIn(read, list)
    const next = allow ? [...now, factor] : now.filter((one) => one !== factor)
    const add = open.writeOf({})
    return { ...add, body: { ...(add.body as object), [list.member]: next } }
  }
  const path = `/${orgId === undefined ? 'admin' : 'management'}/v1/policies/login/${list.path}`
  return allow
    ? { method: 'POST', path, body: { type: factor } }
    : { method: 'DELETE', path: `${path}/${factor}` }
}

function warningsOf({ list, factor, allow }: Step, read: PolicyRead): readonly string[] {
  if (allow || list.member !== 'secondFactors') return []
  const secondFactors = allowedIn(read, list).filter((one) => one !== factor)
  const known = loginPolicy.warnings?.(read.values, read.wire) ?? []
  const next = loginPolicy.warnings?.(read.values, { ...read.wire, secondFactors }) ?? []
  return next.filter((text) => !known.includes(text))
}
