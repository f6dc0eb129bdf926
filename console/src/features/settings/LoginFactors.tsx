import { Button, Group, Stack, Switch, Text, Title } from '@mantine/core'
import { useRef, useState } from 'react'
import type { RestCall } from '../../api/rest.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRestChange, useRestSender } from '../../api/useRead.ts'
import { ConfirmEffects } from '../../kit/ConfirmEffects.tsx'
import { type DryRunReply, type Effects, effectsOf } from '../../kit/effects.ts'
import { notifyDone } from '../../kit/notify.ts'
import { Warnings } from '../../kit/PolicyForm.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
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

/** What waits for a confirmation. */
interface Pending {
  readonly step: Step
  /** Undefined until the dialog has asked for them. */
  readonly effects?: Effects
  /** What it changes, as JSON; it is asked for no longer once somebody else has changed that. */
  readonly replaced: string
}

/** The factors that a login policy allows. Each is a call of its own; the first one of an organization copies the whole policy. */
export function LoginFactors() {
  const open = usePolicy(loginPolicy)
  const orgId = useContextOrganization()
  const { read } = open
  if (read === undefined) return null
  return (
    <Section title={texts.factors.title} intro={texts.factors.intro} actions={<LevelBadge read={read} />}>
      <Factors key={orgId ?? ''} read={read} open={open} />
    </Section>
  )
}

/** A switch is sent at once. If that fails it stays as it is, and can be sent again. */
function Factors({ read, open }: { readonly read: PolicyRead; readonly open: OpenPolicy }) {
  const { canWrite } = open
  const [pending, setPending] = useState<Pending>()
  const isDone = useRef(false)
  const measure = useMeasure(read, open)
  const present = JSON.stringify([read.source, lists.map((list) => allowedIn(read, list))])
  const ask = (step: Step, effects?: Effects) => {
    isDone.current = false
    setPending({ step, replaced: present, ...(effects && { effects }) })
  }
  const edit = useEditForm<Record<string, boolean>>({
    initial: Object.fromEntries(
      lists.flatMap((list) => list.factors.map((factor) => [factor, allowedIn(read, list).includes(factor)])),
    ),
    save: async (_, values) => {
      const step = firstStep(read, values)
      if (step === undefined) return undefined
      ask(step, await measure(step))
      return 'pending'
    },
  })
  const isAsking = pending?.replaced === present
  return (
    <>
      {lists.map((list) => (
        <Stack key={list.member} gap="sm">
          <Title order={3} size="h5">
            {list.title}
          </Title>
          {list.factors.map((factor) => {
            const [label, hint] = texts.factors.names[factor]
            return (
              <Switch
                key={factor}
                label={label}
                description={hint}
                disabled={!canWrite}
                checked={edit.form.values[factor] ?? false}
                onChange={(event) => {
                  edit.form.setFieldValue(factor, event.currentTarget.checked)
                  edit.submit()
                }}
              />
            )
          })}
        </Stack>
      ))}
      {edit.problem !== undefined && <ProblemNotice error={edit.problem} />}
      {edit.isDirty && !edit.isSaving && !isAsking && (
        <Group gap="xs">
          <Button size="xs" onClick={() => edit.submit()}>
            {texts.factors.save}
          </Button>
          <Button size="xs" variant="default" onClick={edit.reset}>
            {kitTexts.reset}
          </Button>
        </Group>
      )}
      <RecoveryCodes read={read} canWrite={canWrite} choose={ask} />
      {isAsking && (
        <ConfirmStep
          {...pending}
          read={read}
          open={open}
          measure={measure}
          done={() => {
            isDone.current = true
            edit.accept()
          }}
          close={() => {
            setPending(undefined)
            if (!isDone.current) edit.reset()
          }}
        />
      )}
    </>
  )
}

/** Returns the first of the factors that differ from what the policy allows. */
function firstStep(read: PolicyRead, values: Readonly<Record<string, boolean>>): Step | undefined {
  for (const list of lists) {
    const factor = list.factors.find((one) => values[one] !== allowedIn(read, list).includes(one))
    if (factor !== undefined) return { list, factor, allow: values[factor] === true }
  }
  return undefined
}

/** Runs steps dry. */
function useMeasure(read: PolicyRead, open: OpenPolicy) {
  const orgId = useContextOrganization()
  const send = useRestSender()
  return async (step: Step) =>
    effectsOf(await send<DryRunReply>({ ...callOf(step, read, open, orgId), dryRun: 'people' }))
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
  effects,
  read,
  open,
  measure,
  done,
  close,
}: Pending & {
  readonly read: PolicyRead
  readonly open: OpenPolicy
  measure(step: Step): Promise<Effects>
  done(): void
  close(): void
}) {
  const orgId = useContextOrganization()
  const change = useRestChange()
  const [name] = texts.factors.names[step.factor]
  const call = callOf(step, read, open, orgId)
  return (
    <ConfirmEffects
      title={step.allow ? texts.factors.allow(name) : texts.factors.forbid(name)}
      text={<Warnings texts={warningsOf(step, read)} />}
      submitText={texts.factors.save}
      dryRun={async () => effects ?? measure(step)}
      act={async () => {
        await change.mutateAsync(call)
        done()
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
