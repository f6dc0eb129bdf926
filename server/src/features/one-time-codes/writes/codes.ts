import { type Call, writing } from '../../../access/call.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { UserId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { requireCredentialRight, requireWithin } from '../../second-factors/index.ts'
import { requireWriteRight, type Within } from '../../users/index.ts'
import type { Channel } from '../channel.ts'
import { addCodes } from '../commands/addCodes.ts'
import { removeCodes } from '../commands/removeCodes.ts'
import { codesFacets } from '../state.ts'

/** Turns on one-time codes over a channel. */
export function addCodesOf(deps: Deps, call: Call, id: UserId, channel: Channel) {
  return decideOn(deps.log, writing(call), { type: 'user', id }, (user) => {
    requireCredentialRight(call, user)
    return addCodes(channel, user.state(codesFacets[channel]))
  })
}

/** Turns off one-time codes over a channel. */
export function removeCodesOf(deps: Deps, call: Call, id: UserId, channel: Channel, within: Within) {
  return decideOn(deps.log, writing(call), { type: 'user', id }, (user) => {
    requireWithin(within, call, user)
    requireWriteRight(call, user)
    return removeCodes(channel, user.state(codesFacets[channel]))
  })
}
