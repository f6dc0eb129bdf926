import { Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { ChooseFramework } from './ChooseFramework.tsx'
import { ChooseProject } from './ChooseProject.tsx'
import { CreatedApplication } from './CreatedApplication.tsx'
import { creationTexts as texts } from './creationTexts.ts'
import { frameworks } from './frameworks/frameworks.ts'
import { kinds } from './methods.ts'
import { NewApplicationForm } from './NewApplicationForm.tsx'
import type { MadeApplication, Plan } from './plan.ts'
import { useApplicationRights, useProject } from './useApplication.ts'

/** Leads from a project and a framework to a new application, its credentials and code to begin with. */
export function NewApplicationPage() {
  const { project: projectId = '', framework: planId = '' } = useSearch({ from: '/applications/new' })
  const navigate = useNavigate()
  const [made, setMade] = useState<MadeApplication>()
  const { project, error } = useProject(projectId, { enabled: projectId !== '' })
  const { canWrite } = useApplicationRights(project)
  const plan = planOf(planId)
  const choose = (search: {
    readonly project?: string | undefined
    readonly framework?: string | undefined
  }) => void navigate({ to: '.', search: (before: object) => ({ ...before, ...search }) as never })
  if (made) {
    return (
      <CreatedApplication
        made={made}
        restart={() => {
          setMade(undefined)
          choose({ framework: undefined })
        }}
      />
    )
  }
  const isPlaced = projectId !== '' && project !== undefined
  return (
    <>
      <PageHeader title={texts.title} intro={texts.intro} />
      <ChooseProject
        project={isPlaced ? project : undefined}
        choose={(id) => choose({ project: id })}
        problem={
          projectId !== '' && error ? (
            <ProblemNotice error={error} />
          ) : isPlaced && !canWrite ? (
            <Text c="var(--warn)">{texts.project.noRight}</Text>
          ) : null
        }
      />
      {isPlaced && canWrite && <ChooseFramework plan={plan} choose={(id) => choose({ framework: id })} />}
      {isPlaced && canWrite && plan && (
        <Section title={texts.settings.title}>
          <NewApplicationForm key={`${projectId} ${planId}`} plan={plan} project={project} done={setMade} />
        </Section>
      )}
    </>
  )
}

function planOf(id: string): Plan | undefined {
  if (id === 'expert') return { kind: 'web', method: 'basic', isExpert: true }
  const framework = frameworks.find((one) => one.id === id)
  if (framework) return { kind: framework.kind, method: framework.method, framework }
  const kind = kinds.find((one) => one === id)
  return kind && { kind, method: kind === 'api' ? 'jwt' : 'pkce' }
}
