import { type Call, writing } from '../../../access/call.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Deps } from '../../manifest.ts'
import { renameKey } from '../commands/renameKey.ts'
import type { KeyKind } from '../keyKind.ts'
import { keyFacets } from '../keyState.ts'
import { callerUserId, requireCredentialRight } from '../rights.ts'

/** Gives a key of the caller another name; the contract has no method for it. */
export async function renameOwnKey(
  deps: Pick<Deps, 'log'>,
  call: Call,
  { kind, tokenId, name }: { readonly kind: KeyKind; readonly tokenId: string; readonly name: string },
): Promise<void> {
  await decideOn(deps.log, writing(call), { type: 'user', id: callerUserId(call) }, (user) => {
    requireCredentialRight(call, user)
    return renameKey(kind, user.state(keyFacets[kind]), tokenId, name)
  })
}
