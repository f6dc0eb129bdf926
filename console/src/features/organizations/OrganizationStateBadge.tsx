import { OrganizationState } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { texts } from './texts.ts'

/** The state of an organization as a word. */
export function OrganizationStateBadge({ state }: { readonly state: OrganizationState }) {
  return (
    <StateBadge tone={state === OrganizationState.ACTIVE ? 'good' : 'warn'}>{texts.states[state]}</StateBadge>
  )
}
