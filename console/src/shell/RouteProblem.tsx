import type { ErrorComponentProps } from '@tanstack/react-router'
import { ProblemPage } from '../kit/ProblemPage.tsx'

/** Shown if a route fails, instead of its page. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  return <ProblemPage error={error} retry={reset} />
}
