import { refuse } from '../../kernel/refusal.ts'

export const providerUnknown = refuse(
  'identity_provider.unknown',
  'failed_precondition',
  'this identity provider does not exist in this organization or instance; check the id',
)
export const linkUnknown = refuse(
  'identity_provider.link_not_found',
  'not_found',
  'this link to an identity provider does not exist; list the links',
)
