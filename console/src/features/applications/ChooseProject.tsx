import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { type ReactNode, useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import { ProjectPicker } from '../../kit/ProjectPicker.tsx'
import { Section } from '../../kit/Section.tsx'
import type { Pickable } from '../../kit/ServerPicker.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useOnlyOrganization } from '../../kit/useOnlyOrganization.ts'
import { useRights } from '../../kit/useRights.ts'
import { creationTexts } from './creationTexts.ts'
import { anywhere } from './useApplication.ts'

const { project: texts } = creationTexts

/** Chooses the project of a new application, or makes it. */
export function ChooseProject({
  project,
  choose,
  problem,
}: {
  /** The project that is chosen. */
  readonly project: Project | undefined
  choose(projectId: string | undefined): void
  readonly problem: ReactNode
}) {
  if (project) {
    return (
      <Section title={texts.title}>
        <Group justify="space-between">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            <bdi>{project.name}</bdi>
          </Text>
          <Button variant="default" size="xs" onClick={() => choose(undefined)}>
            {texts.other}
          </Button>
        </Group>
        {problem}
      </Section>
    )
  }
  return (
    <Section title={texts.title} intro={texts.intro}>
      {problem}
      <Unchosen choose={choose} />
    </Section>
  )
}

function Unchosen({ choose }: { choose(projectId: string): void }) {
  const context = useContextOrganization()
  const { can } = useRights()
  const only = useOnlyOrganization('project.app.write')
  const [chosen, setChosen] = useState<Pickable | null>()
  const picked = chosen === undefined ? (only ?? null) : chosen
  const [way, setWay] = useState<'existing' | 'create'>('existing')
  const orgId = context ?? picked?.id
  const mayCreate = can('project.create', { orgId })
  return (
    <>
      {context === undefined && <OrganizationPicker value={picked} onChange={setChosen} />}
      {orgId !== undefined && mayCreate && (
        <Group>
          <SegmentedControl
            aria-label={texts.which}
            value={way}
            onChange={(next) => setWay(next as typeof way)}
            data={[
              { value: 'existing', label: texts.existing },
              { value: 'create', label: texts.create },
            ]}
          />
        </Group>
      )}
      {orgId !== undefined &&
        (way === 'create' && mayCreate ? (
          <CreateProject orgId={orgId} choose={choose} />
        ) : (
          <ProjectPicker orgId={orgId} value={null} onChange={(project) => project && choose(project.id)} />
        ))}
    </>
  )
}

function CreateProject({ orgId, choose }: { readonly orgId: string; choose(projectId: string): void }) {
  const create = useChange(ProjectService.method.createProject, anywhere)
  const edit = useEditForm({
    initial: { name: texts.usual as string },
    guard: false,
    validate: ({ name }) => ({ name: name.trim() ? undefined : kitTexts.form.required }),
    async save(_, { name }) {
      const { projectId } = await create.mutateAsync({ organizationId: orgId, name: name.trim() })
      choose(projectId)
    },
  })
  return (
    <FormCard edit={edit} submitText={texts.create} saveUnchanged>
      <TextInput label={texts.name} maw={420} required {...edit.form.getInputProps('name')} />
    </FormCard>
  )
}
