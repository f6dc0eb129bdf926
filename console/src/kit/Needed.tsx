import type { ReactNode } from 'react'
import { CallError } from '../api/problem.ts'
import type { RightPlace } from '../api/rights.ts'
import { ProblemPage } from './ProblemPage.tsx'
import { kitTexts } from './texts.ts'
import { useRights } from './useRights.ts'

/** Shows a page to callers who have the right that it needs, and tells others which one they lack. */
export function Needed({
  right,
  at,
  children,
}: {
  readonly right: string
  readonly at?: RightPlace
  readonly children: ReactNode
}) {
  const { can } = useRights()
  if (can(right, at)) return children
  const error = new CallError({ message: kitTexts.problem.lacks(right), kind: 'missing_right' })
  return <ProblemPage error={error} />
}
