import { Modal, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { labelled } from '../../language/language.ts'
import type { Human } from './account.ts'
import { type Factors, factorsPath } from './factors.ts'
import { LostFactorChoice } from './LostFactorChoice.tsx'
import { LostFactorRun } from './LostFactorRun.tsx'
import type { LostFactorPlan } from './lostFactorPlan.ts'
import { texts } from './texts.ts'

/**
 * Helps a person who has lost a factor, in one guided action: choose what is lost, see what its removal will do, remove it, end what
 * the finder could still use, and hand over a link for a new passkey.
 */
export function LostFactor({ account, close }: { readonly account: Human; close(): void }) {
  const { userId, orgId, name } = account
  const [plan, setPlan] = useState<LostFactorPlan>()
  const read = useRead<Factors>(factorsPath(userId), { orgId, enabled: plan === undefined })
  return (
    <Modal
      opened
      onClose={close}
      title={labelled(texts.lost.title, name)}
      size="lg"
      closeOnClickOutside={plan === undefined}
    >
      {plan === undefined && read.error && <ProblemNotice error={read.error} />}
      {plan === undefined && !read.data && !read.error && (
        <Skeleton height={120} aria-label={kitTexts.loading} />
      )}
      {plan === undefined && read.data && (
        <LostFactorChoice account={account} factors={read.data.factors} start={setPlan} close={close} />
      )}
      {plan && <LostFactorRun account={account} plan={plan} close={close} />}
    </Modal>
  )
}
