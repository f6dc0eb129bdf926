import { Box, List, Skeleton, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { sentenceOf } from '../../api/problem.ts'
import { useRead } from '../../api/useRead.ts'
import { Facts } from '../../kit/Facts.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { ProjectPicker } from '../../kit/ProjectPicker.tsx'
import { Section } from '../../kit/Section.tsx'
import type { Pickable } from '../../kit/ServerPicker.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import type { Human } from './account.ts'
import { type ExplainedStep, type Explanation, explainPath } from './explanation.ts'
import { factorName, factorTitle, texts } from './texts.ts'
import { becauseText, ruleText, ruleValue, stepText } from './whyTexts.ts'

const { why: words } = texts

/** Why a person is asked for a factor, refused or locked, by the rule of the login pages. */
export function WhyTab({ account: { userId, orgId } }: { readonly account: Human }) {
  const { can } = useRights()
  const [project, setProject] = useState<Pickable | null>(null)
  const read = useRead<Explanation>(explainPath(userId, project?.id), { orgId })
  return (
    <>
      <Section title={words.title} intro={words.intro}>
        {can('project.read', { orgId }) && (
          <Box maw={420}>
            <ProjectPicker orgId={orgId} label={words.project} value={project} onChange={setProject} />
          </Box>
        )}
        {read.error && <ProblemNotice error={read.error} />}
        {read.data === undefined && !read.error && <Skeleton height={120} aria-label={kitTexts.loading} />}
        {read.data && <Steps explanation={read.data} />}
      </Section>
      {read.data && <Evidence explanation={read.data} />}
    </>
  )
}

function Steps({ explanation: { steps, user, project } }: { readonly explanation: Explanation }) {
  return (
    <Stack gap="md">
      {user.lockedUntil && (
        <Text>
          {words.lockedUntil} <When at={user.lockedUntil} />
        </Text>
      )}
      {project && <ProjectAnswer project={project} />}
      <Step title={words.fresh} step={steps.fresh} />
      {steps.afterPassword && <Step title={words.afterPassword} step={steps.afterPassword} />}
      {steps.afterPasskey && <Step title={words.afterPasskey} step={steps.afterPasskey} />}
    </Stack>
  )
}

function Step({ title, step }: { readonly title: string; readonly step: ExplainedStep }) {
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <Text fw={600}>
        {stepText(step)}
        {step.until && (
          <>
            {' '}
            {words.until} <When at={step.until} />
          </>
        )}
      </Text>
      {step.refusal && <Text size="sm">{sentenceOf(step.refusal.message)}</Text>}
      {step.because.length > 0 && (
        <List size="sm">
          {step.because.map((because) => (
            <List.Item key={because.rule + because.level}>{becauseText(because)}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  )
}

function ProjectAnswer({ project }: { readonly project: NonNullable<Explanation['project']> }) {
  const { admitted, refusal, requiredAcr } = project
  // They name what the project demands, met or not.
  const admittedBy = admitted ? project.admittedBy : []
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {words.projectTitle(project.name)}
      </Text>
      <Text fw={600}>{admitted ? words.admitted : words.notAdmitted}</Text>
      {refusal && <Text size="sm">{sentenceOf(refusal.message)}</Text>}
      <List size="sm">
        {project.authorizationRequired && <List.Item>{words.authorizationRequired}</List.Item>}
        {project.accessRequired && <List.Item>{words.accessRequired}</List.Item>}
        {admittedBy.includes('authorization') && <List.Item>{words.hasAuthorization}</List.Item>}
        {admittedBy.includes('access') && <List.Item>{words.hasAccess}</List.Item>}
        {requiredAcr && <List.Item>{words.requiredAcr(requiredAcr)}</List.Item>}
      </List>
    </Stack>
  )
}

function Evidence({ explanation: { factors, failures, policy } }: { readonly explanation: Explanation }) {
  return (
    <>
      <Section title={words.factors}>
        {factors.length === 0 && <Text c="dimmed">{words.noFactors}</Text>}
        <Facts
          facts={factors.map((factor) => [
            factorTitle(factor),
            <StateBadge key={factor.id} tone={factor.counts ? 'good' : 'warn'}>
              {factor.counts ? words.counts : (texts.whyNot[factor.why] ?? factor.why)}
            </StateBadge>,
          ])}
        />
      </Section>
      <Section title={words.failures} intro={words.failuresIntro}>
        {failures.length === 0 && <Text c="dimmed">{words.noFailures}</Text>}
        <Facts facts={failures.map(({ at, factor }) => [factorName(factor), <When key={at} at={at} />])} />
      </Section>
      <Section title={words.policy} intro={words.policyIntro}>
        <Table aria-label={words.policy} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.rule}</Table.Th>
              <Table.Th>{words.value}</Table.Th>
              <Table.Th>{words.level}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {policy.rules.map(({ rule, value, level }) => (
              <Table.Tr key={rule}>
                <Table.Td className="breaks">{ruleText(rule)}</Table.Td>
                <Table.Td className="breaks">{ruleValue(rule, value)}</Table.Td>
                <Table.Td>{words.levels[level] ?? level}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
    </>
  )
}
