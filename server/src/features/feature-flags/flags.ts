import type { DescField, DescMessage } from '@bufbuild/protobuf'
import { SetInstanceFeaturesRequestSchema } from '@zitadel/proto/zitadel/feature/v2/instance_pb.js'
import { SetSystemFeaturesRequestSchema } from '@zitadel/proto/zitadel/feature/v2/system_pb.js'
import { z } from 'zod'

/** Where a flag is set. The system's value counts on every instance that has none of its own. */
export type FlagLevel = 'system' | 'instance'

const login = z.strictObject({
  required: z.boolean(),
  /** '' for none. */
  baseUri: z.string(),
})
/** The choice of the login for all applications. */
export type LoginFlag = z.infer<typeof login>

/** The value of a flag: a switch, names of values of an enum, or the choice of a login. */
export type FlagValue = boolean | string[] | LoginFlag

/** Values by the names of their flags. */
export type FlagValues = { readonly [name: string]: FlagValue }

/** The kinds of flags: the schema of the value, and the value of a flag that nobody has set. */
const kinds = {
  switch: { schema: z.boolean(), initial: false },
  names: { schema: z.array(z.string()), initial: [] as string[] },
  login: { schema: login, initial: { required: false, baseUri: '' } },
} as const

/** One flag of a level. */
export interface Flag {
  /** The local name of its field. */
  readonly name: string
  readonly kind: keyof typeof kinds
  readonly schema: z.ZodType<FlagValue>
  readonly initial: FlagValue
  /** The word in the names of its events. */
  readonly event: string
  /** Names by number, for the kind `names`. */
  readonly names: ReadonlyMap<number, string>
}

/** Words of events that differ from the names of the fields (import notes §7). */
const eventWords: Readonly<Record<string, string>> = { oidc_token_exchange: 'token_exchange' }

/** The table of flags: the fields of the contract's messages that set them. */
export const flagsOf: Readonly<Record<FlagLevel, readonly Flag[]>> = {
  system: flagsIn(SetSystemFeaturesRequestSchema),
  instance: flagsIn(SetInstanceFeaturesRequestSchema),
}

function flagsIn({ fields }: DescMessage): readonly Flag[] {
  return fields.map((field) => ({
    name: field.localName,
    kind: kindOf(field),
    ...kinds[kindOf(field)],
    event: eventWords[field.name] ?? field.name,
    names: new Map(field.enum?.values.map(({ number, name }) => [number, name])),
  }))
}

function kindOf(field: DescField): Flag['kind'] {
  if (field.fieldKind === 'scalar') return 'switch'
  return field.fieldKind === 'list' ? 'names' : 'login'
}
