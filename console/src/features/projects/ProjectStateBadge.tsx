import { StateBadge } from '../../kit/StateBadge.tsx'
import { texts } from './texts.ts'

/** The state of a project or grant as a word; both have the same numbers. */
export function ProjectStateBadge({ state }: { readonly state: 0 | 1 | 2 }) {
  return <StateBadge tone={state === 1 ? 'good' : 'warn'}>{texts.states[state]}</StateBadge>
}
