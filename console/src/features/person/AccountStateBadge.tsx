import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { StateBadge } from '../../kit/StateBadge.tsx'
import type { Account } from './account.ts'
import { texts } from './texts.ts'

/** The kind and state of an account as words. */
export function AccountStateBadge({ account: { user, machine } }: { readonly account: Account }) {
  const { state } = user
  const tone = state === UserState.ACTIVE ? 'good' : 'warn'
  return (
    <>
      {machine && <StateBadge>{texts.machineBadge}</StateBadge>}
      <StateBadge tone={tone}>{texts.states[state]}</StateBadge>
    </>
  )
}
