import type { AppendReads } from '../../../eventlog/confirmedByAppend.ts'
import { confirmKey } from '../confirmation.ts'
import { issuingPart } from '../issuingPart.ts'
import { openRequestLookup } from '../lookup.ts'
import { type AuthenticatedMachine, authenticateMachine, machineKey, machinePart } from '../machine.ts'
import { machineScopes, machineSubjectPart, machineTokens, type ProvedMachine } from '../machineTokens.ts'
import { steps } from '../steps.ts'
import type { Grant, TokenRequest } from '../tokenRequest.ts'

const parts = [machinePart, issuingPart, machineSubjectPart('m')]

/** Client credentials (RFC 6749 §4.4): a machine fetches tokens in its own name, by its login name and client secret. */
export const clientCredentials: Grant = {
  type: 'client_credentials',
  open(on) {
    const find = openRequestLookup(on, parts)
    const column = steps<TokenRequest & { readonly reads: AppendReads }>()
      .step(({ parameters }) => ({ scopes: machineScopes(parameters) }))
      .step(({ head, scopes, reads }) => ({
        lookUp: (machine: ReturnType<typeof machineKey>) =>
          find(head, { ...machine, ...scopes.key }, reads.read),
      }))
      .step(async ({ presented, lookUp }) => {
        const first = await lookUp(machineKey(presented.clientId ?? ''))
        const { found, machine } = await authenticateMachine(on, presented, first, lookUp)
        return { found, machine: proved(machine) }
      })
      .check(({ head, reads }) => (head.headers.has('dpop') ? reads.confirm() : undefined)) // A proof is used up.
      .step(async ({ head, found }) => ({ bound: await confirmKey(on, { head, place: found }) }))
      .step(async (draft) => ({ reply: await machineTokens(on, draft) }))
    return (request) =>
      on.log.confirmed.byAppend(async (reads) => (await column.run({ ...request, reads })).reply)
  },
}

function proved({ secretId, ...machine }: AuthenticatedMachine): ProvedMachine {
  return { ...machine, credential: { kind: 'secret', id: secretId }, amr: ['pwd'] }
}
