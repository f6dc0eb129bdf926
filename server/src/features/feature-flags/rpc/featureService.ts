import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import { FeatureService } from '@zitadel/proto/zitadel/feature/v2/feature_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { resetFlags, setFlags } from '../commands/changeFlags.ts'
import type { FlagLevel } from '../flags.ts'
import { readFlags } from '../queries.ts'
import { writeFlags } from '../writes/writeFlags.ts'
import { decodeFlags } from './decode.ts'
import { encodeFlagDetails, encodeFlags } from './encode.ts'

/** Flags of the system and of the addressed instance, `zitadel.feature.v2.FeatureService`. Organizations and users have none. */
export function featureService(deps: Deps) {
  const ownerOf = (level: FlagLevel, call: Call) => (level === 'system' ? 'SYSTEM' : call.instance.id)
  const set = async (level: FlagLevel, request: MessageShape<DescMessage>, call: Call) => {
    const given = decodeFlags(level, request)
    const written = await writeFlags(deps, call, level, (state) => setFlags(state, level, given))
    return { details: encodeFlagDetails(written, ownerOf(level, call)) }
  }
  const reset = async (level: FlagLevel, call: Call) => {
    const written = await writeFlags(deps, call, level, (state) => resetFlags(state, level))
    return { details: encodeFlagDetails(written, ownerOf(level, call)) }
  }
  return implement<typeof FeatureService, Call>(FeatureService, {
    setSystemFeatures: (request, call) => set('system', request, call),
    resetSystemFeatures: (_, call) => reset('system', call),
    async getSystemFeatures(_, call) {
      const { system } = await readFlags(deps, call.instance.id)
      const details = encodeFlagDetails(system, ownerOf('system', call))
      return { details, ...encodeFlags('system', [{ from: 'system', state: system }]) }
    },
    setInstanceFeatures: (request, call) => set('instance', request, call),
    resetInstanceFeatures: (_, call) => reset('instance', call),
    async getInstanceFeatures({ inheritance }, call) {
      const { system, instance } = await readFlags(deps, call.instance.id)
      const own = { from: 'instance', state: instance } as const
      const states = inheritance ? [own, { from: 'system', state: system } as const] : [own]
      const details = encodeFlagDetails(instance, ownerOf('instance', call))
      return { details, ...encodeFlags('instance', states) }
    },
  })
}
