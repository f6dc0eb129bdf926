import { Source } from '@zitadel/proto/zitadel/feature/v2/feature_pb.js'
import { timestamp } from '../../../contract/details.ts'
import { type Flag, type FlagLevel, type FlagValue, flagsOf, type LoginFlag } from '../flags.ts'
import type { FlagsState } from '../state.ts'

/** The position of the last change of a level, as the details of a read or write. */
export function encodeFlagDetails({ changed }: FlagsState, owner: string) {
  return {
    resourceOwner: owner,
    ...(changed && { sequence: BigInt(changed.sequence), changeDate: timestamp(changed.at) }),
  }
}

/** The flags of a reply, each with its source: those of `level` from the first of the given states that has a value. */
export function encodeFlags(
  level: FlagLevel,
  states: readonly { readonly from: FlagLevel; readonly state: FlagsState }[],
) {
  return Object.fromEntries(
    flagsOf[level].map((flag) => {
      const found = states.find(({ state }) => state.values[flag.name] !== undefined)
      const source = found === undefined ? Source.UNSPECIFIED : sources[found.from]
      return [flag.name, { ...encodeValue(flag, found?.state.values[flag.name] ?? flag.initial), source }]
    }),
  )
}

const sources = { system: Source.SYSTEM, instance: Source.INSTANCE } as const

function encodeValue({ kind, names }: Flag, value: FlagValue) {
  switch (kind) {
    case 'switch':
      return { enabled: value as boolean }
    case 'names': {
      const numbers = new Map([...names].map(([number, name]) => [name, number]))
      return { executionPaths: (value as string[]).flatMap((name) => numbers.get(name) ?? []) }
    }
    case 'login': {
      const { required, baseUri } = value as LoginFlag
      return { required, ...(baseUri !== '' && { baseUri }) }
    }
  }
}
