import { refuse } from '../../../kernel/refusal.ts'

export const ownerMissing = refuse(
  'setting.organization_not_found',
  'not_found',
  'this organization does not exist; check the organization id',
)
export const settingMissing = refuse(
  'setting.not_found',
  'not_found',
  'there is no setting of its own at this level; add a custom one first',
)
export const settingExists = refuse(
  'setting.exists',
  'already_exists',
  'there is a setting of its own at this level already; update it instead',
)
export const settingUnchanged = refuse(
  'setting.unchanged',
  'failed_precondition',
  'the setting holds these values already; nothing was changed',
)
