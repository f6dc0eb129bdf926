import { Skeleton } from '@mantine/core'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import type { ReactNode } from 'react'
import { kitTexts } from '../../kit/texts.ts'
import { useProject } from './useProject.ts'

/** Shows a page of a project once the project is read. */
export function WithProject({
  projectId,
  children,
}: {
  readonly projectId: string
  children(project: Project): ReactNode
}) {
  const project = useProject(projectId)
  return project ? children(project) : <Skeleton height={200} aria-label={kitTexts.loading} />
}
