import { Skeleton, Text } from '@mantine/core'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRestSender } from '../../api/useRead.ts'
import { PolicyForm } from '../../kit/PolicyForm.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import type { Policy } from './policy.ts'
import type { PolicyRead } from './policyWire.ts'
import { texts } from './texts.ts'
import { usePolicy } from './usePolicy.ts'

/** A policy with its form in a section of the page, at the level of the address. */
export function PolicySection({ policy }: { readonly policy: Policy }) {
  const { read } = usePolicy(policy)
  return (
    <Section title={policy.title} intro={policy.intro} actions={read && <LevelBadge read={read} />}>
      <PolicyContent policy={policy} />
    </Section>
  )
}

/** Where the values of a policy come from. The instance's own ones, and values that have sources of their own, need no word. */
export function LevelBadge({ read: { source, sources } }: { readonly read: PolicyRead }) {
  const orgId = useContextOrganization()
  if (Object.keys(sources).length > 0 || (orgId === undefined && source === 'own')) return null
  return <StateBadge tone={source === 'own' ? 'good' : 'quiet'}>{kitTexts.policy.sources[source]}</StateBadge>
}

/** The form of a policy. */
export function PolicyContent({ policy }: { readonly policy: Policy }) {
  const orgId = useContextOrganization()
  const open = usePolicy(policy)
  const send = useRestSender()
  const { read, instance, canWrite, needs, dryRun, reset } = open
  if (open.error) return <ProblemNotice error={open.error} />
  if (read === undefined) return <Skeleton height={120} aria-label={kitTexts.loading} />
  const note = canWrite ? orgId !== undefined && orgNotes[read.source] : texts.readOnly(needs)
  return (
    <>
      {note && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
      <PolicyForm
        key={orgId ?? ''}
        fields={policy.fields}
        values={read.values}
        source={read.source}
        sources={read.sources}
        instance={instance}
        canWrite={canWrite}
        {...(policy.warnings && {
          warnings: (values) => policy.warnings?.(values, read.wire) ?? [],
        })}
        {...(policy.askWarnings && {
          askWarnings: async (changed, values) => (await policy.askWarnings?.(send, changed, values)) ?? [],
        })}
        {...(dryRun && { dryRun })}
        save={open.save}
        reset={reset}
      />
    </>
  )
}

const orgNotes = { own: texts.ownBeside, inherited: texts.saveTogether, default: '' } as const
