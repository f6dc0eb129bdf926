import { refuse } from '../../kernel/refusal.ts'

export const providerUnknown = refuse(
  'identity_provider.unknown',
  'failed_precondition',
  'no such identity provider in this organization or instance; check the id',
)
export const linkUnknown = refuse(
  'identity_provider.link_not_found',
  'not_found',
  'there is no such link to an identity provider; list the links to see which there are',
)
