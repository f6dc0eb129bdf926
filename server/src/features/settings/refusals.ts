import { refuse } from '../../kernel/refusal.ts'

export const ownerMissing = refuse(
  'setting.organization_not_found',
  'not_found',
  'this organization does not exist; check the organization id',
)
export const settingMissing = refuse(
  'setting.not_found',
  'not_found',
  'this level has no setting of its own; add a custom one first',
)
export const settingExists = refuse(
  'setting.exists',
  'already_exists',
  'this level already has a setting of its own; update it instead',
)
export const settingUnchanged = refuse(
  'setting.unchanged',
  'failed_precondition',
  'the setting already has these values; send different ones',
)
