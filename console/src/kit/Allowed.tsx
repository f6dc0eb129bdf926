import type { ReactNode } from 'react'
import type { RightPlace } from '../api/rights.ts'
import { useRights } from './useRights.ts'

/** Shows its children to callers who have one of the rights at the place; others see `otherwise`, or nothing. */
export function Allowed({
  needs,
  at,
  otherwise = null,
  children,
}: {
  readonly needs: string | readonly string[]
  readonly at?: RightPlace
  readonly otherwise?: ReactNode
  readonly children: ReactNode
}) {
  const { can } = useRights()
  return can(needs, at) ? children : otherwise
}
