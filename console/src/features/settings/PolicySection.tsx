import { Skeleton, Text } from '@mantine/core'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { ApiCall } from '../../kit/ApiCall.tsx'
import { PolicyForm } from '../../kit/PolicyForm.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import type { Policy } from './policy.ts'
import { texts } from './texts.ts'
import { usePolicy } from './usePolicy.ts'

/** A policy with its form, at the level of the address. */
export function PolicySection({ policy }: { readonly policy: Policy }) {
  const orgId = useContextOrganization()
  const open = usePolicy(policy)
  const { read, instance, canWrite, needs, dryRun, reset } = open
  const call = read && open.writeOf(read.values)
  return (
    <Section title={policy.title} intro={policy.intro}>
      {open.error ? <ProblemNotice error={open.error} /> : null}
      {!open.error && read === undefined && <Skeleton height={120} aria-label={kitTexts.loading} />}
      {read && !canWrite && (
        <Text size="sm" c="dimmed">
          {texts.readOnly(needs)}
        </Text>
      )}
      {read && canWrite && read.source === 'inherited' && orgId !== undefined && (
        <Text size="sm" c="dimmed">
          {texts.saveTogether}
        </Text>
      )}
      {read && (
        <PolicyForm
          key={JSON.stringify([orgId, read.source, read.values])}
          fields={policy.fields}
          values={read.values}
          source={read.source}
          sources={read.sources}
          {...(orgId === undefined && { sourceTexts: { inherited: texts.flags.system } })}
          instance={instance}
          canWrite={canWrite}
          {...(policy.warnings && {
            warnings: (values) => policy.warnings?.(values, read.wire) ?? [],
          })}
          {...(dryRun && { dryRun })}
          save={open.save}
          reset={reset}
          beside={canWrite && call && <ApiCall {...call} />}
        />
      )}
    </Section>
  )
}
