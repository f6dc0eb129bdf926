import type { DescEnum, DescField, DescMessage, Message } from '@bufbuild/protobuf'
import type { Duration } from '@bufbuild/protobuf/wkt'
import type { RequestContext } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { isDuration, secondsOf } from '../../../contract/durations.ts'
import type { Json, JsonObject } from '../../../kernel/json.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'

const numberTooLarge = refuse(
  'setting.number_too_large',
  'invalid_argument',
  'a number of this setting exceeds 4294967295; send a smaller one',
)
const enumUnknown = refuse(
  'setting.enum_unknown',
  'invalid_argument',
  'a choice of this setting is unknown; use one of the contract',
)

/**
 * Reads the members of a setting that a request message has by the same names: counts as numbers, durations as
 * seconds (unset: 0), enums by their lower-case names (unspecified: as in `initial`).
 */
export function decodeFields(desc: DescMessage, message: Message, initial: JsonObject): JsonObject | Refusal {
  const values = message as unknown as Readonly<Record<string, unknown>>
  const decoded: Record<string, Json> = {}
  for (const field of desc.fields) {
    const unset = initial[field.localName]
    if (unset === undefined) continue
    const value = decodeField(field, values[field.localName], unset)
    if (isRefusal(value)) return value
    decoded[field.localName] = value
  }
  return decoded
}

/**
 * Returns the id of the organization that a settings v2 request names, else that of the context; '' for the instance. Another
 * organization than that of the context, where dispatch has checked the right, demands the right there.
 */
export function targetOrg(ctx: RequestContext | undefined, call: Call): string {
  const owner = ctx?.resourceOwner
  if (owner?.case === 'instance') return owner.value ? '' : call.orgId
  if (owner?.case !== 'orgId' || owner.value === call.orgId) return call.orgId
  requirePermission(call, 'policy.read', { orgId: owner.value || undefined })
  return owner.value
}

function decodeField(field: DescField, value: unknown, unset: Json): Json | Refusal {
  if (field.fieldKind === 'enum') return value === 0 ? unset : enumName(field.enum, value as number)
  if (isDuration(field)) return secondsOf(value as Duration | undefined)
  if (typeof value === 'bigint') return value > 0xffff_ffffn ? numberTooLarge : Number(value)
  return value as Json
}

function enumName(desc: DescEnum, number: number): string | Refusal {
  return desc.value[number]?.localName.toLowerCase() ?? enumUnknown
}
