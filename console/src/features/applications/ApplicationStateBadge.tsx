import { ApplicationState } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { texts } from './texts.ts'

/** The state of an application as a word. */
export function ApplicationStateBadge({ state }: { readonly state: ApplicationState }) {
  return (
    <StateBadge tone={state === ApplicationState.ACTIVE ? 'good' : 'warn'}>{texts.states[state]}</StateBadge>
  )
}
