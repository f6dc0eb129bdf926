import { type DescField, type DescMessage, type MessageInitShape, ScalarType } from '@bufbuild/protobuf'
import { ResourceOwnerType } from '@zitadel/proto/zitadel/settings/v2/settings_pb.js'
import type { Call } from '../../../access/call.ts'
import { readDetails } from '../../../contract/details.ts'
import { durationOf, isDuration } from '../../../contract/durations.ts'
import type { Json, JsonObject } from '../../../kernel/json.ts'
import type { EffectiveSetting } from '../queries.ts'

/** Renders the members of a setting that a reply message has by the same names; the inverse of `decodeFields`. */
export function encodeFields<Desc extends DescMessage>(
  desc: Desc,
  setting: JsonObject,
): MessageInitShape<Desc> {
  const encoded: Record<string, unknown> = {}
  for (const field of desc.fields) {
    const value = setting[field.localName]
    if (value !== undefined) encoded[field.localName] = encodeField(field, value)
  }
  return encoded as MessageInitShape<Desc>
}

/** Details of an effective setting; only the owner if nobody has ever set it. */
export function settingDetails(setting: EffectiveSetting) {
  return setting.sequence === 0 ? { resourceOwner: setting.owner } : readDetails(setting)
}

/** Adds the addresses of a branding's assets under their names in v1 `LabelPolicy`; other settings stay unchanged. */
export function withAssetUrls({ value, owner }: EffectiveSetting, call: Call): JsonObject {
  if (!('logoDark' in value)) return value
  const urlOf = (key: JsonObject[string]) =>
    key === '' ? '' : `${call.origin.url}/assets/v1/${owner}/${String(key)}`
  return {
    ...value,
    logoUrl: urlOf(value['logo']),
    logoUrlDark: urlOf(value['logoDark']),
    iconUrl: urlOf(value['icon']),
    iconUrlDark: urlOf(value['iconDark']),
    fontUrl: urlOf(value['font']),
  }
}

/** Encodes whether a setting is the organization's own or the instance's. */
export function encodeOwnerType(setting: { readonly isDefault: boolean }): ResourceOwnerType {
  return setting.isDefault ? ResourceOwnerType.INSTANCE : ResourceOwnerType.ORG
}

function encodeField(field: DescField, value: Json): unknown {
  if (field.fieldKind === 'enum') {
    return field.enum.values.find(({ localName }) => localName.toLowerCase() === value)?.number
  }
  if (isDuration(field)) return durationOf(value as number)
  return field.fieldKind === 'scalar' && field.scalar === ScalarType.UINT64 ? BigInt(value as number) : value
}
