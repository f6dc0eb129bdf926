import { Anchor, Group } from '@mantine/core'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { labelled } from '../../language/language.ts'
import { ProjectStateBadge } from './ProjectStateBadge.tsx'
import { texts } from './texts.ts'
import { useProjectRights } from './useProject.ts'

/** The head of every page of a project: its name and state, and the links to its parts that the caller may read. */
export function ProjectHeader({
  project,
  part,
  actions,
}: {
  readonly project: Project
  /** The name of the part that the page shows; the overview has none. */
  readonly part?: string
  readonly actions?: ReactNode
}) {
  const can = useProjectRights(project)
  const { projectId, name, state } = project
  const home = `/projects/${projectId}`
  const parts = [
    { text: texts.overview, to: home, shown: true },
    { text: texts.applications, to: `${home}/applications`, shown: can('project.app.read') },
    { text: texts.roles.title, to: `${home}/roles`, shown: can('project.role.read') },
    { text: texts.grants.title, to: `${home}/grants`, shown: can('project.grant.read') },
  ]
  return (
    <>
      <PageHeader
        title={part ? labelled(name, part) : name}
        crumbs={[{ text: texts.title, to: '/projects' }, ...(part ? [{ text: name, to: home }] : [])]}
        beside={<ProjectStateBadge state={state} />}
        actions={actions}
      />
      <Group component="nav" aria-label={texts.sections} gap="lg" mb="md">
        {parts
          .filter(({ shown }) => shown)
          .map(({ text, to }) => (
            <PartLink key={to} to={to} text={text} isHere={text === (part ?? texts.overview)} />
          ))}
        {can('user.grant.read') && (
          <Anchor component={Link} to="/authorizations" search={{ project: projectId } as never}>
            {texts.authorizations}
          </Anchor>
        )}
      </Group>
    </>
  )
}

function PartLink({
  to,
  text,
  isHere,
}: {
  readonly to: string
  readonly text: string
  readonly isHere: boolean
}) {
  return (
    <Anchor
      component={Link}
      to={to}
      {...(isHere && { 'aria-current': 'page', fw: 600, underline: 'always' })}
    >
      {text}
    </Anchor>
  )
}
