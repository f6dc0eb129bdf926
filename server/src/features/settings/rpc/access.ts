import { type Call, writing } from '../../../access/call.ts'
import { readDetails } from '../../../contract/details.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import type { Level } from '../kinds.ts'
import type { EffectiveSetting } from '../queries.ts'
import { type SettingsState, settingsFacet } from '../state.ts'

/** Whose setting a method is about: `id` is the instance's or the organization's. */
export interface Target {
  readonly type: Level
  readonly id: string
}

/** Decides on the target's settings, appends, and answers the stream as it then is. */
export async function writeSettings(
  deps: Deps,
  call: Call,
  target: Target,
  decide: (state: SettingsState) => Decision,
): Promise<Stream> {
  const written = await deps.log.transact(writing(call), target, async (tx) => {
    const stream = await tx.load(target)
    await tx.append(stream, accept(decide(stream.state(settingsFacet))))
    return stream
  })
  return written.result
}

/** Details of a setting that is read: only its owner while nobody has ever written it. */
export function settingDetails(setting: EffectiveSetting) {
  return setting.sequence === 0 ? { resourceOwner: setting.owner } : readDetails(setting)
}

/** Branding with the addresses of its assets, by the names that v1 `LabelPolicy` gives them; other settings as they are. */
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
