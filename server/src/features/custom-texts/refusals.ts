import { refuse } from '../../kernel/refusal.ts'

export const languageUnsupported = refuse(
  'custom_text.language_unsupported',
  'invalid_argument',
  'this language is not supported; use one of the list of supported languages',
)
export const textNotFound = refuse(
  'custom_text.not_found',
  'not_found',
  'this level has no text of its own; there is nothing to reset',
)
export const ownerNotFound = refuse(
  'custom_text.organization_not_found',
  'not_found',
  'this organization does not exist; name one in the x-zitadel-orgid header',
)
