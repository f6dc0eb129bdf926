import type { Machine } from './account.ts'
import { MachineKeys } from './MachineKeys.tsx'
import { MachineSecret } from './MachineSecret.tsx'
import { MachineTokens } from './MachineTokens.tsx'

/** With what a machine logs in. */
export function MachineTab({ account }: { readonly account: Machine }) {
  return (
    <>
      <MachineKeys account={account} />
      <MachineTokens account={account} />
      <MachineSecret account={account} />
    </>
  )
}
