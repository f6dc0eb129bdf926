import type { Source } from '../../database/search.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { defaultGenerator, type GeneratorType, generatorTypes, type SecretGenerator } from './generators.ts'
import { type SettingName, type SettingValue, settingKey, settingKind } from './kinds.ts'

/** The setting that is in effect for an organization, and its owner. */
export interface EffectiveSetting<Value extends JsonObject = JsonObject> {
  readonly value: Value
  /** True if the value is the instance's. */
  readonly isDefault: boolean
  /** The organization's id or the instance's. */
  readonly owner: string
  /** 0 if nobody has ever set it, so that the product's default is in effect. */
  readonly sequence: number
  /** ISO 8601. */
  readonly createdAt: string
  readonly changedAt: string
}

interface SettingRow {
  readonly kind: string
  readonly owner: string
  readonly value: JsonObject
  readonly is_default: boolean
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

const columns = 'kind, owner, value, is_default, created_at, changed_at, sequence'

/** Reads the organization's own setting, else the instance's, never a mixture; `orgId` '' reads the instance's. */
export async function effectiveSetting<Name extends SettingName>(
  source: Source,
  instanceId: string,
  orgId: string,
  name: Name,
): Promise<EffectiveSetting<SettingValue<Name>>> {
  const initial = settingKind(name).initial
  const setting = await effectiveValue(source, instanceId, orgId, name, initial)
  return setting as EffectiveSetting<SettingValue<Name>>
}

/** Reads one of the instance's secret generators. */
export async function effectiveGenerator(
  source: Source,
  instanceId: string,
  type: GeneratorType,
): Promise<EffectiveSetting<SecretGenerator>> {
  const initial = defaultGenerator(type)
  const key = settingKey('secretGenerator', initial)
  return (await effectiveValue(source, instanceId, '', key, initial)) as EffectiveSetting<SecretGenerator>
}

/** Reads all secret generators of the instance in the contract's order. */
export async function allGenerators(
  source: Source,
  instanceId: string,
): Promise<readonly EffectiveSetting<SecretGenerator>[]> {
  const rows = await source.query<SettingRow>(
    `select ${columns} from settings where instance_id = $1 and kind like 'secretGenerator:%' and is_default`,
    [instanceId],
  )
  return generatorTypes.map((type) => {
    const initial = defaultGenerator(type)
    const row = rows.find(({ kind }) => kind === settingKey('secretGenerator', initial))
    return fromRow(row, instanceId, initial) as EffectiveSetting<SecretGenerator>
  })
}

async function effectiveValue(
  source: Source,
  instanceId: string,
  orgId: string,
  key: string,
  initial: JsonObject,
): Promise<EffectiveSetting> {
  const [row] = await source.find<SettingRow>(
    `select ${columns} from settings
      where instance_id = $1 and kind = $2
        and ((owner = $3 and not is_default) or (owner = $1 and is_default))
      order by is_default limit 1`,
    [instanceId, key, orgId],
  )
  return fromRow(row, instanceId, initial)
}

const never = '1970-01-01T00:00:00.000Z'

function fromRow(row: SettingRow | undefined, instanceId: string, initial: JsonObject): EffectiveSetting {
  if (row === undefined) {
    return {
      value: initial,
      isDefault: true,
      owner: instanceId,
      sequence: 0,
      createdAt: never,
      changedAt: never,
    }
  }
  return {
    value: row.value,
    isDefault: row.is_default,
    owner: row.owner,
    sequence: Number(row.sequence),
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}
