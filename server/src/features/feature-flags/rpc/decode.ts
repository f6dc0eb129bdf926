import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import type { LoginV2 } from '@zitadel/proto/zitadel/feature/v2/feature_pb.js'
import { type Flag, type FlagLevel, type FlagValue, type FlagValues, flagsOf } from '../flags.ts'

/** Reads the flags that a request sets. An empty list cannot be told from one that is not sent, and sets nothing. */
export function decodeFlags(level: FlagLevel, request: MessageShape<DescMessage>): FlagValues {
  const fields = request as unknown as Readonly<Record<string, unknown>>
  const sent = flagsOf[level].filter(({ name, kind }) =>
    kind === 'names' ? (fields[name] as readonly number[]).length > 0 : fields[name] !== undefined,
  )
  return Object.fromEntries(sent.map((flag) => [flag.name, flagValue(flag, fields[flag.name])]))
}

function flagValue({ kind, names }: Flag, field: unknown): FlagValue {
  switch (kind) {
    case 'switch':
      return field as boolean
    case 'names':
      return (field as readonly number[]).flatMap((number) => names.get(number) ?? [])
    case 'login': {
      const { required, baseUri = '' } = field as LoginV2
      return { required, baseUri }
    }
  }
}
